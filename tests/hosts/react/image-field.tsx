import { useEffect, useRef } from "react";
import type { Theme, Uploader, UploadResult } from "../../../src/embed/sdk/embed.d.ts";
import { useSdk } from "./use-sdk.ts";

interface ImageFieldProps {
  label: string;
  theme: Theme;
  onChange: (results: readonly UploadResult[]) => void;
}

/** A form field of several pictures; `onChange` gets all of them, in the order chosen. */
export function ImageField({ label, theme, onChange }: ImageFieldProps) {
  const { mount } = useSdk();
  const place = useRef<HTMLDivElement>(null);
  const uploader = useRef<Uploader>(null);
  const change = useRef(onChange);
  change.current = onChange;

  useEffect(() => {
    if (!place.current) return;
    const mounted = mount(place.current, { title: label, onIdle: ({ results }) => change.current(results) });
    uploader.current = mounted;
    return () => mounted.destroy();
  }, [mount, label]);

  useEffect(() => uploader.current?.setTheme(theme), [theme]);

  return (
    <div className="field">
      <span className="label">{label}</span>
      <div ref={place} />
    </div>
  );
}
