import { startApp } from "../helpers/app-process.ts";
import { startHosts } from "./start-hosts.ts";

/*
 * `npm run hosts`: the app, and beside it, on an origin of their own, pages that embed it. HOSTS_PORT chooses their port;
 * the app takes free ones and a store that is removed at the end.
 */

const DEFAULT_HOSTS_PORT = 5273;

const hosts = await startHosts(Number(process.env.HOSTS_PORT ?? DEFAULT_HOSTS_PORT));
const app = await startApp("dev", { EMBED_ORIGINS: hosts.origin });
hosts.setApp(app.url);
console.log(`
  app      ${app.url}/
  form     ${hosts.origin}/form/     a plain HTML form
  react    ${hosts.origin}/react/    an admin panel in React
  editor   ${hosts.origin}/editor/   a rich-text editor (wangEditor)

  Ctrl-C ends them all.`);

const stop = async () => {
  await Promise.all([hosts.close(), app.stop()]);
  process.exit(0);
};
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
