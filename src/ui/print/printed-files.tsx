import { finishedSubjects } from "../copy/link-subjects.ts";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import { useSnapshot } from "../use-engine.ts";
import { PrintedLinks } from "./printed-links.tsx";

/** The uploads on paper. */
export function PrintedFiles() {
  const { engine } = useServices();
  const { totals } = useSnapshot();
  const { t, formats } = useLocalization();
  return (
    <PrintedLinks
      title={t.list.label}
      sum={t.list.done(formats.number(totals.done), formats.number(totals.files))}
      links={() => finishedSubjects(engine)}
    />
  );
}
