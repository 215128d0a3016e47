import { useId } from "react";
import styles from "./form.module.css";

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  /** Values with their words, in the order shown. */
  options: readonly (readonly [Value, string])[];
  /** The language of an option's words, where that is not the page's: a BCP 47 tag. */
  languageOf?: (value: Value) => string | undefined;
  onChange: (value: Value) => void;
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({ label, value, options, languageOf, onChange }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      <div>
        {options.map(([option, words]) => (
          <label key={option} lang={languageOf?.(option)}>
            <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
