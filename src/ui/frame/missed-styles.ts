/*
 * Style sheets of late parts that could not be fetched. The bundler's loader takes each for loaded from then on, so that
 * a part which is fetched again would come without its looks.
 */
const missed = new Set<HTMLLinkElement>();

const onError = ({ target }: Event) => {
  if (target instanceof HTMLLinkElement && target.rel === "stylesheet") missed.add(target);
};
// The error of an element does not rise to the window; there it is seen on its way down alone.
window.addEventListener("error", onError, { capture: true });

/** Fetches those that are missing. Rejects where one still cannot be had. */
export async function fetchMissedStyles(): Promise<void> {
  await Promise.all([...missed].map(fetchAgain));
}

function fetchAgain(link: HTMLLinkElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const onLoad = () => {
      missed.delete(link);
      resolve();
    };
    link.addEventListener("load", onLoad, { once: true });
    link.addEventListener("error", reject, { once: true });
    // Put in anew, it is fetched anew.
    document.head.append(link);
  });
}
