// Writes the two API references beside the pages: openapi.yaml with Redoc, asyncapi.yaml with the
// component of AsyncAPI. Their scripts lie on the site; no other host is asked.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../target/dist/site/api");
mkdirSync(out, { recursive: true });
const modules = join(here, "node_modules");
copyFileSync(join(modules, "redoc/bundles/redoc.standalone.js"), join(out, "redoc.js"));
copyFileSync(
  join(modules, "@asyncapi/react-component/browser/standalone/index.js"),
  join(out, "asyncapi.js"),
);
copyFileSync(
  join(modules, "@asyncapi/react-component/styles/default.min.css"),
  join(out, "asyncapi.css"),
);
for (const document of ["openapi.yaml", "asyncapi.yaml"]) {
  copyFileSync(join(here, "../api", document), join(out, document));
}

const page = (title, head, body) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>${head}<style>body{margin:0}</style></head>
<body>${body}</body>
</html>
`;
writeFileSync(
  join(out, "rest.html"),
  page(
    "Weft: REST API",
    "",
    `<redoc spec-url="openapi.yaml" hide-download-button="false"></redoc><script src="redoc.js"></script>`,
  ),
);
writeFileSync(
  join(out, "callbacks.html"),
  page(
    "Weft: callbacks",
    `<link rel="stylesheet" href="asyncapi.css">`,
    `<div id="callbacks"></div><script src="asyncapi.js"></script><script>
fetch("asyncapi.yaml").then(answer => answer.text()).then(schema =>
  AsyncApiStandalone.render({schema, config: {show: {sidebar: true}}}, document.getElementById("callbacks")));
</script>`,
  ),
);
