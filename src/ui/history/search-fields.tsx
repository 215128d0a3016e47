import { Search } from "lucide-react";
import { useId } from "react";
import type { HistoryFound } from "../../contract/history.ts";
import form from "../controls/form.module.css";
import { useLocalization } from "../i18n/context.tsx";
import { DATE_RANGES, isReversed, type QueryFields } from "./query.ts";
import styles from "./search-fields.module.css";
import { useHistoryMessages } from "./use-messages.ts";

interface SearchFieldsProps {
  fields: QueryFields;
  change(part: Partial<QueryFields>): void;
  /** For the types and hosts that there are. */
  found: HistoryFound;
}

/** What is looked for. */
export function SearchFields({ fields, change, found }: SearchFieldsProps) {
  const m = useHistoryMessages();
  const { formats } = useLocalization();
  return (
    <search className={styles.search}>
      <div className={styles.text}>
        <Search aria-hidden="true" />
        <input
          type="search"
          className={form.input}
          aria-label={m.searchLabel}
          placeholder={m.searchHint}
          autoComplete="off"
          spellCheck={false}
          value={fields.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            // Firefox does not, and the page around a frame must not take the key as a wish to leave.
            if (event.key !== "Escape" || event.nativeEvent.isComposing || fields.text === "") return;
            event.preventDefault();
            change({ text: "" });
          }}
        />
      </div>
      <Filter
        label={m.type}
        all={m.allTypes}
        value={fields.type}
        options={found.types.map((type) => [type, formats.types([type])])}
        onChange={(type) => change({ type })}
      />
      <Filter
        label={m.host}
        all={m.allHosts}
        value={fields.host}
        options={found.hosts.map((host) => [host, host])}
        onChange={(host) => change({ host })}
      />
      <select
        className={form.select}
        aria-label={m.date}
        value={fields.range}
        onChange={(event) => {
          const range = DATE_RANGES.find((option) => option === event.currentTarget.value);
          if (range) change({ range });
        }}
      >
        {DATE_RANGES.map((range) => (
          <option key={range} value={range}>
            {m.dates[range]}
          </option>
        ))}
      </select>
      {fields.range === "custom" && <Days fields={fields} change={change} />}
    </search>
  );
}

interface FilterProps {
  label: string;
  /** What the first option says, which filters nothing. */
  all: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange(value: string): void;
}

function Filter({ label, all, value, options, onChange }: FilterProps) {
  // The last entry of the chosen kind may just have been deleted: the choice stays to be seen and changed.
  const gone = value !== "" && !options.some(([option]) => option === value);
  return (
    <select
      className={form.select}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{all}</option>
      {gone && <option value={value}>{value}</option>}
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  );
}

function Days({ fields, change }: Pick<SearchFieldsProps, "fields" | "change">) {
  const m = useHistoryMessages();
  const hint = useId();
  const reversed = isReversed(fields);
  const complaint = reversed ? { "aria-invalid": true, "aria-describedby": hint } : {};
  return (
    <div className={styles.days}>
      <label>
        {m.from}
        <input
          type="date"
          className={form.input}
          value={fields.from}
          max={fields.to || undefined}
          {...complaint}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
      </label>
      <label>
        {m.to}
        <input
          type="date"
          className={form.input}
          value={fields.to}
          min={fields.from || undefined}
          {...complaint}
          onChange={(event) => change({ to: event.currentTarget.value })}
        />
      </label>
      {reversed && (
        <p id={hint} role="alert">
          {m.reversedDays}
        </p>
      )}
    </div>
  );
}
