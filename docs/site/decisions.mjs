// Lists the decisions in a page of their own: in the checkout the folder is its list.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const lines = readdirSync("pages/adr")
  .sort()
  .map((file) => `- [${readFileSync("pages/adr/" + file, "utf8").split("\n")[0].replace("# ", "")}](adr/${file})`);
writeFileSync("pages/adr.md", "# Decisions\n\n" + lines.join("\n") + "\n");
