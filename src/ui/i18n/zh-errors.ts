import { isConversionDetail } from "../../contract/conversion.ts";
import { HEIC } from "../../contract/image-type.ts";
import { type ErrorFacts, type ErrorTexts, unstopped } from "./messages.ts";
import { oneOf } from "./one-of.ts";

/** 会自行恢复的失败：服务端说了时间就说时间。 */
const later = ({ pauseEnd }: ErrorFacts, otherwise: string) =>
  pauseEnd === undefined ? otherwise : `请等到 ${pauseEnd} 再重试。`;

/** 每一种失败：发生了什么，下一步怎么办。 */
export const zhErrors: ErrorTexts = {
  type_not_accepted: ({ policy, detail, formats }) => ({
    what: detail === HEIC ? "这里不支持直接上传 HEIC 图片。" : "文件内容不是支持的图片格式。",
    next:
      detail === HEIC
        ? "可以转换后上传，或在手机上导出为 JPEG。"
        : policy?.accept.length
          ? `请转换为 ${oneOf(policy.accept, formats, "zh-CN")} 后再试。`
          : "请换一个图片文件。",
  }),
  too_large: ({ policy, detail, formats }) => {
    const over = policy ? `超过了 ${formats.size(policy.maxFileSize)} 的上限。` : "超过了大小上限。";
    if (!isConversionDetail(detail)) return { what: `文件${over}`, next: "请压缩图片，或换一个更小的文件。" };
    const next = "请缩小图片的尺寸后再试。";
    if (detail === "converted") return { what: `转换后，文件仍${over}`, next };
    return { what: `${detail === "animated" ? "动图不会被转换" : "转换没能缩小文件"}，文件${over}`, next };
  },
  empty_file: () => ({
    what: "文件是空的（0 字节）。",
    next: "请检查原文件，重新导出后再试。",
  }),
  file_unreadable: () => ({
    what: "无法读取这个文件。",
    next: "请确认文件还在原处且有权限打开，然后重新选择。",
  }),
  file_changed: () => ({
    what: "文件在选择之后被修改、移动或删除了。",
    next: "请重新选择这个文件。",
  }),
  choose_again: () => ({
    what: "这个文件在页面重新加载前没有传完，浏览器也没能保留它的内容。",
    next: "请重新选择同一个文件，它会在这一行继续上传。",
  }),
  folder_unreadable: () => ({
    what: "无法读取这个文件夹，其中部分文件可能没有添加。",
    next: "请确认文件夹还在原处，然后重新拖入。",
  }),
  too_many_files: ({ maxFiles, formats }) =>
    maxFiles === 1
      ? { what: "这里只接受一张图片，这个文件没有添加。", next: "如需换成它，请单独选择它。" }
      : {
          what: maxFiles
            ? `这里最多 ${formats.number(maxFiles)} 个文件，这个文件没有添加。`
            : "文件数量已达上限，这个文件没有添加。",
          next: "请先移除其他文件，再重新选择。",
        },
  remote_refused: () => ({
    what: "图片所在的网站不允许其他页面读取它。",
    next: "请先把图片保存到本机，再拖入保存的文件。",
  }),
  remote_failed: () => ({
    what: "图片所在的网站没有返回图片。",
    next: "请检查图片地址，或先把图片保存到本机再拖入。",
  }),
  conversion_failed: ({ detail }) => ({
    what: detail === "animated" ? "动图不会被转换，而这里不接受它的格式。" : "这里不接受这种图片格式，转换也失败了。",
    next: "请用其他软件导出为 JPEG，再选择导出的文件。",
  }),
  codec_unavailable: () => ({
    what: "转换图片所需的组件加载失败。",
    next: "请检查网络后重试；如果服务刚更新过，请刷新页面。",
  }),
  hash_failed: () => ({
    what: "计算校验值时出错。",
    next: "请重试；如果仍然失败，请刷新页面。",
  }),
  page_outdated: () => ({
    what: "页面需要的程序取不到了：页面打开之后，服务更新过，或者网络断开过。",
    next: "请刷新页面后继续。",
  }),
  gateway_unreachable: () => ({
    what: "无法连接上传服务。",
    next: "请检查网络后重试；如果仍然失败，请联系管理员。",
  }),
  gateway_failed: (facts) => ({
    what: "上传服务出错了。",
    next: later(facts, "请稍后重试；如果仍然失败，请把请求编号告诉管理员。"),
  }),
  bad_request: () => ({
    what: "上传服务不接受这个请求。",
    next: "请刷新页面后重试。",
  }),
  host_refused: () => ({
    what: "上传服务不接受当前的访问地址。",
    next: "请改用管理员提供的地址打开本页。",
  }),
  origin_refused: () => ({
    what: "上传服务不接受来自本页面的请求。",
    next: "请刷新页面；如果仍然失败，请改用管理员提供的地址打开本页。",
  }),
  not_found: () => ({
    what: "上传服务无法识别这个请求。",
    next: "请刷新页面；如果仍然失败，请联系管理员。",
  }),
  method_not_allowed: () => ({
    what: "上传服务不支持这个请求方式。",
    next: "请刷新页面；如果仍然失败，请联系管理员。",
  }),
  token_needed: () => ({
    what: "需要访问口令，或口令已失效。",
    next: "请填写有效的访问口令后重试。",
  }),
  rate_limited: (facts) => ({
    what: "请求过于频繁。",
    next: later(facts, "请稍等片刻再重试。"),
  }),
  daily_limit: ({ pauseEnd }) => ({
    what: "今天的上传额度已用完。",
    next:
      pauseEnd === undefined
        ? "请明天再试，或联系管理员提高额度。"
        : `请等到 ${pauseEnd} 再重试，或联系管理员提高额度。`,
  }),
  sign_refused: ({ detail }) => ({
    what: detail ? `签名服务拒绝了请求：${unstopped(detail)}。` : "签名服务拒绝了请求。",
    next: "请稍后重试；如果仍然失败，请联系管理员。",
  }),
  sign_unreachable: (facts) => ({
    what: "签名服务暂时无法访问。",
    next: later(facts, "请稍后重试。"),
  }),
  sign_timeout: (facts) => ({
    what: "签名服务没有及时响应。",
    next: later(facts, "请稍后重试。"),
  }),
  sign_nonsense: () => ({
    what: "签名服务返回了无法识别的内容。",
    next: "请稍后重试；如果仍然失败，请联系管理员。",
  }),
  sign_destination_refused: () => ({
    what: "签名指向了不允许的存储地址，文件没有发送。",
    next: "请联系管理员检查存储设置。",
  }),
  put_unreachable: () => ({
    what: "上传中断，无法连接存储服务。",
    next: "请检查网络后重试。",
  }),
  put_stalled: () => ({
    what: "上传长时间没有进展，已中止。",
    next: "请检查网络后重试。",
  }),
  put_refused: () => ({
    what: "存储服务拒绝了这个文件。",
    next: "请重试；如果仍然失败，请把请求编号告诉管理员。",
  }),
  size_refused: ({ policy, formats }) => ({
    what: policy
      ? `上传途中的服务器不接受这么大的文件，它的上限低于这里的 ${formats.size(policy.maxFileSize)}。`
      : "上传途中的服务器不接受这么大的文件。",
    next: "请压缩图片；或请联系管理员调高那台服务器的上限（如 nginx 的 client_max_body_size），然后重试。",
  }),
  signature_refused: () => ({
    what: "存储服务不认可这次的签名。",
    next: "请重试；如果仍然失败，请联系管理员检查密钥。",
  }),
  signature_expired: () => ({
    what: "签名已过期，或服务器时间不准。",
    next: "请重试；如果仍然失败，请联系管理员校准时间，或更换已过期的临时密钥。",
  }),
  digest_mismatch: () => ({
    what: "存储服务收到的内容与校验值不符，没有保存。",
    next: "请重试；如果文件刚被修改过，请重新选择。",
  }),
  length_mismatch: () => ({
    what: "存储服务收到的内容长度与文件不符，没有保存。",
    next: "请重试；如果文件刚被修改过，请重新选择。",
  }),
  already_exists: () => ({
    what: "存储服务中已有同名但内容不同的文件。",
    next: "请联系管理员检查存储设置。",
  }),
  store_full: () => ({
    what: "存储空间已满，文件没有保存。",
    next: "请联系管理员清理空间，然后重试。",
  }),
  store_busy: (facts) => ({ what: "存储服务正忙。", next: later(facts, "请稍后重试。") }),
  store_failed: (facts) => ({
    what: "存储服务出错了，文件没有保存。",
    next: later(facts, "请稍后重试。"),
  }),
  ticket_refused: () => ({
    what: "上传凭证已失效。",
    next: "请重试，会自动获取新的凭证。",
  }),
  unexpected: () => ({
    what: "发生了意外错误。",
    next: "请重试；如果仍然失败，请刷新页面。",
  }),
};
