import { StrictMode, Suspense, useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import type { Theme, UploadResult } from "../../../src/embed/sdk/embed.d.ts";
import { ImageField } from "./image-field.tsx";

/** An article's page in an admin panel with a theme of its own. */
function Admin() {
  const [dark, setDark] = useState(false);
  const [images, setImages] = useState<readonly UploadResult[]>([]);
  const theme = useMemo<Theme>(() => ({ mode: dark ? "dark" : "light" }), [dark]);

  useEffect(() => {
    document.body.classList.toggle("dark", dark);
  }, [dark]);

  return (
    <>
      <h1>New article</h1>
      <div className="card">
        <div className="field">
          <label htmlFor="headline">Headline</label>
          <input id="headline" defaultValue="Spring in the studio" />
        </div>
        <Suspense fallback="Loading…">
          <ImageField label="Pictures" theme={theme} onChange={setImages} />
        </Suspense>
        <ul className="gallery" aria-label="Chosen pictures">
          {images.map(({ id, url, name }) => (
            <li key={id}>
              <img src={url} alt={name} />
            </li>
          ))}
        </ul>
        <p>
          <button type="button" className="host" onClick={() => setDark(!dark)}>
            {dark ? "Light theme" : "Dark theme"}
          </button>
        </p>
      </div>
    </>
  );
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Admin />
    </StrictMode>,
  );
}
