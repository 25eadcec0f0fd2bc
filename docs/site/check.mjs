// Checks the built site: both languages are there, the search index finds Chinese, and no page asks
// another host for anything.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const out = join(dirname(fileURLToPath(import.meta.url)), "../../target/dist/site");
const files = [];
const walk = (folder) => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    statSync(path).isDirectory() ? walk(path) : files.push(path);
  }
};
walk(out);

let passed = 0;
let failed = 0;
const check = (what, holds) => {
  holds ? passed++ : failed++;
  console.log((holds ? "ok      " : "FAILED  ") + what);
};
for (const page of ["index.html", "zh-CN/index.html", "zh-CN/callbacks.html", "operating/install.html", "api/rest.html", "api/callbacks.html"]) {
  check("there is " + page, files.includes(join(out, page)));
}
const index = files.find((file) => /localSearchIndexzh-CN/.test(file));
const text = index ? readFileSync(index, "utf8") : "";
for (const word of ["回调", "异常", "撤回"]) {
  check(`the search index has the pair "${word}" as a word`, text.includes(`\\"${word}\\"`) || text.includes(`"${word}"`));
}
const foreign = /<(?:script|link|img|iframe)[^>]+(?:src|href)="https?:\/\/[^"]+"/g;
const asked = files
  .filter((file) => file.endsWith(".html"))
  .flatMap((file) => readFileSync(file, "utf8").match(foreign) ?? []);
check("no page asks another host: " + asked.slice(0, 3).join(" "), asked.length === 0);

// Links between pages: what leads to the code beside the documents is none.
const pages = files.filter((file) => file.endsWith(".html"));
const broken = new Set();
const linked = new Set();
for (const page of pages) {
  for (const [, href] of readFileSync(page, "utf8").matchAll(/<a [^>]*href="(\/[^"#?]*|\.[^"#?]*)/g)) {
    const target = href.startsWith("/") ? join(out, href) : join(dirname(page), href);
    const file = target.endsWith("/") ? join(target, "index.html") : target;
    if (file.startsWith(out) && file.endsWith(".html")) {
      files.includes(file) ? linked.add(file) : broken.add(relative(out, page) + " -> " + href);
    }
  }
}
check("every link between pages leads to one: " + [...broken].slice(0, 5).join(", "), broken.size === 0);
const lone = pages.filter((page) => !linked.has(page) && !page.endsWith("404.html")).map((page) => relative(out, page));
check("every page is linked to: " + lone.slice(0, 5).join(", "), lone.length === 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
