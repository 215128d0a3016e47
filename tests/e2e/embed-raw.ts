/* Hosts that speak the protocol by hand, for every browser. */

/** A host without the SDK. `connect` answers `ready`; what comes over the port and the window is kept. */
export function rawPage(app: string, origin: string, query = ""): string {
  return `<iframe id="f" src="${app}/embed?origin=${encodeURIComponent(origin)}&instance=raw-1${query}" style="width:600px;height:500px"></iframe>
<script>
  window.said = [];
  window.app = ${JSON.stringify(app)};
  window.frameWindow = document.getElementById("f").contentWindow;
  window.addEventListener("message", (event) => {
    if (event.source === frameWindow && event.origin === app) said.push({ by: "window", ...event.data });
  });
  window.envelope = (type, payload, more) => ({ ns: "cosdrop", v: 1, id: type + Math.random(), type, payload, ...more });
  window.toWindow = (message, transfer) => frameWindow.postMessage(message, app, transfer);
  window.connect = (init) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => said.push({ by: "port", ...event.data });
    window.port = port1;
    toWindow(envelope("init", { version: 1, ...init }), [port2]);
  };
</script>`;
}

/** What a frame must not do, and what its console says then; each is sent by a page that `connect` has linked. */
export const REFUSED: readonly { readonly what: string; readonly send: string; readonly hint: RegExp }[] = [
  {
    what: "another version in the envelope",
    send: 'port.postMessage(envelope("locale", { locale: "en" }, { v: 2 }))',
    hint: /version 2 was ignored/,
  },
  {
    what: "another version in init",
    send: 'toWindow(envelope("init", { version: 7, locale: "en" }), [new MessageChannel().port2])',
    hint: /version 7 was asked for/,
  },
  {
    what: "another instance",
    send: 'port.postMessage(envelope("locale", { locale: "en" }, { instance: "raw-2" }))',
    hint: /for another frame/,
  },
  {
    what: "a payload of the wrong shape",
    send: 'port.postMessage(envelope("locale", { locale: { toString: 1 } }))',
    hint: /"locale" was ignored/,
  },
  {
    what: "no envelope",
    send: 'port.postMessage({ ns: "cosdrop", v: 1, type: "locale", payload: { locale: "en" } })',
    hint: /its envelope needs/,
  },
  {
    what: "a prototype's name for a type",
    send: 'port.postMessage(envelope("locale", JSON.parse(\'{"__proto__":{"locale":"en"}}\')))',
    hint: /"locale" was ignored/,
  },
  {
    what: "files that are none",
    send: 'port.postMessage(envelope("files:add", { files: [{ name: "x.png", size: 1 }] }))',
    hint: /"files:add" was ignored/,
  },
  {
    what: "a token that could break a header",
    send: 'port.postMessage(envelope("token", { value: "a\\r\\nX-Evil: 1" }))',
    hint: /"token" was ignored: payload.value is not/,
  },
  {
    what: "a command by window where a port is agreed on",
    send: 'toWindow(envelope("locale", { locale: "en" }))',
    hint: /send it over the port/,
  },
];
