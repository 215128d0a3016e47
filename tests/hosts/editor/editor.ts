import "@wangeditor/editor/dist/css/style.css";
import { createEditor, createToolbar, type IEditorConfig } from "@wangeditor/editor";
import type * as Sdk from "../../../src/embed/sdk/embed.d.ts";

const app = document.querySelector<HTMLMetaElement>('meta[name="cosdrop"]')?.content ?? "";
const { mount, pick }: typeof Sdk = await import(/* @vite-ignore */ `${app}/embed.js`);

type InsertImage = (url: string, alt: string, href: string) => void;

const config: Partial<IEditorConfig> = {
  placeholder: "写点什么，用工具栏插入图片",
  MENU_CONF: {
    uploadImage: {
      /** The toolbar's picture button: our dialog instead of the editor's own upload. */
      async customBrowseAndUpload(insert: InsertImage) {
        for (const { url, name } of await pick()) insert(url, name, "");
      },
      /** A picture that was pasted or dropped into the text. */
      customUpload(file: File, insert: InsertImage) {
        const fail = ({ message }: { message: string }) => {
          uploader.destroy();
          alert(message);
        };
        const uploader = mount("#pasted", {
          multiple: false,
          onDone({ url, name }) {
            insert(url, name, "");
            uploader.destroy();
          },
          onError: fail,
          onRejected: fail,
        });
        uploader.ready.catch(({ code, message }: Sdk.CosdropError) => code === "destroyed" || fail({ message }));
        uploader.add([file]);
      },
    },
  },
};

const editor = createEditor({ selector: "#editor", html: "<p>第一段。</p><p>第二段。</p>", config });
createToolbar({
  editor,
  selector: "#toolbar",
  config: { toolbarKeys: ["bold", "italic", "|", "uploadImage", "|", "undo", "redo"] },
});
