import type { HistoryMessages } from "./messages.ts";

/** 简体中文 */
export const zh: HistoryMessages = {
  title: "历史",
  searchLabel: "搜索历史",
  searchHint: "搜索名称、链接或校验值",
  type: "格式",
  allTypes: "全部格式",
  host: "域名",
  allHosts: "全部域名",
  date: "时间",
  dates: { all: "全部时间", today: "今天", week: "最近 7 天", month: "最近 30 天", custom: "自选日期" },
  from: "从",
  to: "到",
  reversedDays: "开始日期晚于结束日期，请调换。",
  all: (_, count) => `共 ${count} 条`,
  found: (found, total) => `找到 ${found} 条，共 ${total} 条`,
  selected: (count) => `已选 ${count} 条`,
  selectAll: "选择列出的全部链接",
  actions: "历史操作",
  copy: (_, count) => `复制 ${count} 个链接`,
  remove: "删除",
  clearSelection: "取消选择",
  recheck: "检查链接",
  rechecking: (done, all) => `正在检查 ${done} / ${all}`,
  stop: "停止",
  rechecked: ({ asked, checked, dead }, number) => {
    const some = dead === 0 ? "都能打开" : `其中 ${number(dead)} 个打不开`;
    const one = dead === 0 ? "可以打开" : "打不开";
    const found = checked === 1 ? one : some;
    const rest = asked > checked ? `网络已断开，另外 ${number(asked - checked)} 个没有检查。` : "";
    return checked === 0 ? `链接没有检查。${rest}` : `检查了 ${number(checked)} 个链接，${found}。${rest}`;
  },
  export: "导出",
  exportTitle: (_, count) => `导出 ${count} 条记录`,
  exportHint: "按当前显示的顺序导出。",
  exportFormat: {
    json: { name: "JSON", hint: "完整备份，可以在这里重新导入；不含缩略图" },
    csv: { name: "CSV", hint: "用 Excel 等表格软件打开" },
    markdown: { name: "Markdown", hint: "每行一张图片，可直接贴进文章" },
  },
  import: "导入",
  importing: "正在导入…",
  imported: ({ added, known, broken }, number) =>
    [
      added > 0 ? `导入了 ${number(added)} 条` : "没有导入新的记录",
      known > 0 ? `${number(known)} 条历史中已有` : "",
      broken > 0 ? `${number(broken)} 条内容有误，已跳过` : "",
    ]
      .filter((part) => part !== "")
      .join("，")
      .concat("。"),
  unreadable: {
    file: "无法读取这个文件。请确认文件还在原处，然后重新选择。",
    "too-large": "这个文件太大，不像是历史备份。请选择从这里导出的 JSON 文件。",
    "not-json": "这个文件不是有效的 JSON。请选择从这里导出的 JSON 文件。",
    foreign: "这个 JSON 文件不是从这里导出的历史。请选择从这里导出的 JSON 文件。",
    newer: "这个文件由较新版本的 cosdrop 导出。请刷新页面或升级 cosdrop 后再导入。",
  },
  removed: (_, count) => `已删除 ${count} 条`,
  removedSaid: (removed, key) => (key === undefined ? `${removed}，可以撤销` : `${removed}，按 ${key} 撤销`),
  undo: "撤销",
  undone: "已恢复",
  dismiss: "关闭提示",
  list: "历史列表",
  select: (name) => `选择 ${name}`,
  dead: "链接打不开",
  unconfirmed: "链接暂未确认",
  empty: {
    what: "还没有历史记录",
    next: "上传完成的链接会自动记在这里，只保存在这个浏览器里。",
  },
  toUploads: "去上传图片",
  nothingFound: { what: "没有符合条件的链接", next: "换个关键词，或放宽筛选条件。" },
  clearFilters: "清除条件",
  problem: {
    refused: {
      what: "这个浏览器现在不能保存历史",
      next: "这可能是无痕窗口，或浏览器禁止网站存储数据。上传和复制不受影响，请在离开前自行保存链接。",
    },
    full: {
      what: "浏览器给本页的空间已满，历史没有保存",
      next: "请删除一些历史，或清理浏览器的网站数据。上传和复制不受影响。",
    },
    failed: {
      what: "读写历史时出错",
      next: "请刷新页面后再试。已上传的文件不受影响。",
    },
  },
};
