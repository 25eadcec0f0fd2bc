import { defineConfig } from "vitepress";

// Chinese has no blanks between words: single characters and pairs of them are what is searched for.
// The function travels to the browser as text, so it uses nothing from outside.
function tokenize(text: string): string[] {
  const tokens: string[] = [];
  for (const word of text.toLowerCase().split(/[\s\p{P}`|<>=+$]+/u)) {
    for (const part of word.split(/([\p{Script=Han}]+)/u)) {
      if (/^\p{Script=Han}/u.test(part)) {
        for (let i = 0; i < part.length; i++) {
          tokens.push(part[i]);
          if (i + 1 < part.length) tokens.push(part.slice(i, i + 2));
        }
      } else if (part) {
        tokens.push(part);
      }
    }
  }
  return tokens;
}

const pages = (prefix: string, names: [string, string][]) =>
  names.map(([text, link]) => ({ text, link: prefix + link }));

export default defineConfig({
  title: "Weft",
  // A copy of the documents: beside node_modules, where the build finds its libraries.
  srcDir: "pages",
  outDir: "../../target/dist/site",
  cacheDir: "../../target/vitepress",
  cleanUrls: false,
  // The code beside the documents is no page.
  ignoreDeadLinks: true,
  lastUpdated: false,
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  rewrites: { "tutorial.md": "index.md", "zh-CN/tutorial.md": "zh-CN/index.md" },
  themeConfig: {
    // A page is not at the same path in both languages.
    i18nRouting: false,
    search: {
      provider: "local",
      options: {
        miniSearch: { options: { tokenize } },
        locales: {
          "zh-CN": {
            translations: {
              button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
              modal: {
                noResultsText: "没有结果",
                resetButtonTitle: "清除",
                footer: { selectText: "选择", navigateText: "切换", closeText: "关闭" },
              },
            },
          },
        },
      },
    },
  },
  locales: {
    root: {
      label: "English",
      lang: "en",
      themeConfig: {
        nav: [
          { text: "REST API", link: "/api/rest.html", target: "_self" },
          { text: "Callbacks", link: "/api/callbacks.html", target: "_self" },
        ],
        sidebar: [
          {
            text: "Use",
            items: pages("/", [
              ["Five minutes", ""],
              ["Callbacks", "callbacks"],
              ["Receive callbacks", "receiving"],
              ["Recipes", "recipes"],
              ["Clients", "clients"],
              ["Chat rooms", "rooms"],
              ["Permissions", "permissions"],
              ["Compatibility", "compatibility"],
              ["Troubleshooting", "troubleshooting"],
              ["Coming from Easemob", "coming-from-easemob"],
              ["Comparison", "comparison"],
              ["Performance", "performance"],
            ]),
          },
          {
            text: "Operate",
            items: pages("/operating/", [
              ["Install", "install"],
              ["Run", "running"],
              ["Sizing", "sizing"],
              ["Cluster", "cluster"],
              ["Metrics and traces", "metrics"],
              ["Alerts", "alerts"],
              ["Console", "console"],
              ["When it wakes you", "night"],
              ["Security", "security"],
              ["Migrate", "migrate"],
              ["Drills", "drills"],
            ]),
          },
          {
            text: "Change",
            items: pages("/", [
              ["Architecture", "ARCHITECTURE"],
              ["Style", "STYLE"],
              ["Glossary", "GLOSSARY"],
              ["Decisions", "adr"],
            ]),
          },
        ],
      },
    },
    "zh-CN": {
      label: "简体中文",
      lang: "zh-CN",
      link: "/zh-CN/",
      themeConfig: {
        outline: { label: "本页" },
        docFooter: { prev: "上一页", next: "下一页" },
        nav: [
          { text: "REST API", link: "/api/rest.html", target: "_self" },
          { text: "回调字段", link: "/api/callbacks.html", target: "_self" },
        ],
        sidebar: [
          {
            text: "使用",
            items: pages("/zh-CN/", [
              ["五分钟教程", ""],
              ["回调", "callbacks"],
              ["接收回调", "receiving"],
              ["常用做法", "recipes"],
              ["客户端", "clients"],
              ["聊天室", "rooms"],
              ["权限", "permissions"],
              ["兼容性", "compatibility"],
              ["按症状排查", "troubleshooting"],
              ["从环信/声网迁移", "coming-from-easemob"],
              ["对比", "comparison"],
            ]),
          },
          {
            text: "运维",
            items: pages("/zh-CN/", [
              ["安装", "install"],
              ["运行", "running"],
              ["容量规划", "sizing"],
              ["集群", "cluster"],
              ["指标与链路追踪", "metrics"],
              ["告警通知", "alerts"],
              ["控制台", "console"],
              ["故障处理", "night"],
              ["安全", "security"],
              ["迁移到 PostgreSQL", "migrate"],
              ["演练", "drills"],
            ]),
          },
          { text: "参考", items: [{ text: "词汇表", link: "/GLOSSARY" }] },
        ],
      },
    },
  },
});
