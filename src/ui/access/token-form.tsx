import { KeyRound } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "../controls/button.tsx";
import { useKeptFocus } from "../controls/kept-focus.ts";
import { TextField } from "../controls/text-field.tsx";
import { isAtWayIn } from "../controls/way-in.ts";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import styles from "./access.module.css";

interface TokenFormProps {
  refused: boolean;
  /** Nothing may be kept here, so it is not offered. */
  forgetful: boolean;
  remember: boolean;
  onRemember: (remember: boolean) => void;
  /** A token was given in this form before. */
  given: boolean;
  onGiven: () => void;
}

/** What comes along unseen when a token is copied out of a text: format characters such as U+200B, blanks, line ends. */
const UNSEEN = /[\p{Cf}\s]/gu;

/** Takes the access token. */
export default function TokenForm({ refused, forgetful, remember, onRemember, given, onGiven }: TokenFormProps) {
  const { accessToken } = useServices();
  const { t } = useLocalization();
  const focus = useKeptFocus<HTMLFormElement>();
  const field = useRef<HTMLInputElement>(null);
  const [value, setValue] = useState("");
  const hint = useId();

  // The form that went took the focus along to the way in. Whoever has gone on from there is left alone.
  useEffect(() => {
    if (refused && given && isAtWayIn()) field.current?.focus();
  }, [refused, given]);

  const save = (event: FormEvent) => {
    event.preventDefault();
    onGiven();
    accessToken.set(value.replace(UNSEEN, ""), remember);
    if (accessToken.get().refused) field.current?.select();
  };

  return (
    <form className={styles.notice} aria-label={t.token.title} onSubmit={save} {...focus}>
      <KeyRound aria-hidden="true" />
      <div className={styles.words} role="alert">
        <strong>{t.token.title}</strong>
        <p id={hint}>{refused ? t.token.refused : t.token.hint}</p>
      </div>
      <div className={styles.fields}>
        <TextField
          ref={field}
          mono
          required
          type="password"
          autoComplete="off"
          label={t.token.label}
          value={value}
          aria-invalid={refused}
          aria-describedby={hint}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button type="submit" variant="primary">
          {t.token.save}
        </Button>
        {!forgetful && (
          <label className={styles.remember}>
            <input type="checkbox" checked={remember} onChange={(event) => onRemember(event.currentTarget.checked)} />
            {t.token.remember}
          </label>
        )}
      </div>
    </form>
  );
}
