import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "../controls/button.tsx";
import { useKeptFocus } from "../controls/kept-focus.ts";
import { TextField } from "../controls/text-field.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import styles from "./access.module.css";

interface TokenFormProps {
  refused: boolean;
  /** Nothing may be kept here, so it is not offered. */
  forgetful: boolean;
}

/** What comes along unseen when a token is copied out of a text: format characters such as U+200B, blanks, line ends. */
const UNSEEN = /[\p{Cf}\s]/gu;

/** Takes the access token, and then takes up again what had failed for want of it. */
export default function TokenForm({ refused, forgetful }: TokenFormProps) {
  const { accessToken, engine } = useServices();
  const { t } = useLocalization();
  const focus = useKeptFocus<HTMLFormElement>();
  const [value, setValue] = useState("");
  const [remember, setRemember] = useState(false);

  const save = (event: FormEvent) => {
    event.preventDefault();
    accessToken.set(value.replace(UNSEEN, ""), remember);
    for (const id of engine.getSnapshot().ids) {
      const state = engine.getFile(id)?.state;
      if (state?.stage === "failed" && state.failure.code === "token_needed") engine.retry(id);
    }
  };

  return (
    <form className={styles.notice} aria-label={t.token.title} onSubmit={save} {...focus}>
      <KeyRound aria-hidden="true" />
      <div className={styles.words} role="alert">
        <strong>{t.token.title}</strong>
        <p>{refused ? t.token.refused : t.token.hint}</p>
      </div>
      <div className={styles.fields}>
        <TextField
          mono
          required
          type="password"
          autoComplete="off"
          label={t.token.label}
          value={value}
          aria-invalid={refused}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button type="submit" variant="primary">
          {t.token.save}
        </Button>
        {!forgetful && (
          <label className={styles.remember}>
            <input type="checkbox" checked={remember} onChange={(event) => setRemember(event.currentTarget.checked)} />
            {t.token.remember}
          </label>
        )}
      </div>
    </form>
  );
}
