import { useId } from "react";
import {
  CONVERSION_TYPES,
  type ConversionType,
  MAX_QUALITY,
  MAX_SIDE,
  MIN_QUALITY,
  type ConversionSettings as Settings,
} from "../../contract/conversion.ts";
import { Choice } from "../controls/choice.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useRules } from "../use-rules.ts";
import styles from "./conversion.module.css";
import { type ConversionMessages, useConversionMessages } from "./conversion-messages.ts";
import group from "./settings.module.css";

interface ConversionSettingsProps {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

/** Whether pictures are converted, and how; the how is shown once it matters. */
export function ConversionSettings({ settings, onChange }: ConversionSettingsProps) {
  const t = useConversionMessages();
  return (
    <section className={group.group}>
      <h3>{t.title}</h3>
      <Toggle
        label={t.enabled}
        hint={t.enabledHint}
        checked={settings.enabled}
        onChange={(enabled) => onChange({ ...settings, enabled })}
      />
      {settings.enabled && (
        <>
          <TypeSetting type={settings.type} onChange={(type) => onChange({ ...settings, type })} />
          <QualitySetting quality={settings.quality} onChange={(quality) => onChange({ ...settings, quality })} />
          <SideSetting maxSide={settings.maxSide} onChange={(maxSide) => onChange({ ...settings, maxSide })} />
        </>
      )}
    </section>
  );
}

interface TypeSettingProps {
  type: ConversionType;
  onChange: (type: ConversionType) => void;
}

/** Types that would be refused here are not offered; the one that is set stays in sight. */
function TypeSetting({ type, onChange }: TypeSettingProps) {
  const { formats } = useLocalization();
  const t = useConversionMessages();
  const accept = useRules().policy?.accept;
  const offered = CONVERSION_TYPES.filter((each) => each === type || accept?.includes(each) !== false);
  return (
    <div className={styles.setting}>
      <Choice
        label={t.format}
        value={type}
        options={offered.map((each) => [each, formats.types([each])] as const)}
        onChange={onChange}
      />
      {/* There before it says anything, so that a screen reader hears of it. */}
      <p className={styles.hint} role="status">
        {hintFor(type, t)}
      </p>
    </div>
  );
}

function hintFor(type: ConversionType, t: ConversionMessages): string | undefined {
  if (type === "image/avif") return t.avifHint;
  return type === "image/jpeg" ? t.jpegHint : undefined;
}

interface QualitySettingProps {
  quality: number;
  onChange: (quality: number) => void;
}

function QualitySetting({ quality, onChange }: QualitySettingProps) {
  const t = useConversionMessages();
  return (
    <label className={styles.line}>
      <span>{t.quality}</span>
      <span className={styles.quality}>
        <input
          type="range"
          min={MIN_QUALITY}
          max={MAX_QUALITY}
          value={quality}
          onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
        />
        <span aria-hidden="true">{quality}</span>
      </span>
    </label>
  );
}

interface SideSettingProps {
  maxSide: number;
  onChange: (maxSide: number) => void;
}

function SideSetting({ maxSide, onChange }: SideSettingProps) {
  const t = useConversionMessages();
  const hint = useId();
  return (
    <div className={styles.setting}>
      <label className={styles.line}>
        <span>{t.maxSide}</span>
        <input
          type="number"
          inputMode="numeric"
          className={styles.number}
          min={0}
          max={MAX_SIDE}
          step={1}
          placeholder={t.asItIs}
          aria-describedby={hint}
          value={maxSide === 0 ? "" : maxSide}
          onChange={(event) => onChange(toSide(event.currentTarget.valueAsNumber))}
        />
      </label>
      <p id={hint} className={styles.hint}>
        {t.maxSideHint}
      </p>
    </div>
  );
}

/** What was typed as a side that can be kept; an empty field is not a number, and keeps the size. */
function toSide(typed: number): number {
  return Number.isFinite(typed) ? Math.min(MAX_SIDE, Math.max(0, Math.trunc(typed))) : 0;
}
