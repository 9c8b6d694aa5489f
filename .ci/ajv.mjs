// Compiles each JSON schema of the folder in the strict mode of Ajv, which needs `npm install ajv ajv-formats` there.
import fs from "node:fs";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const schemas = fs.readdirSync(".").filter((name) => name.endsWith(".schema.json"));
for (const name of schemas) {
  const ajv = new Ajv.default({ strict: true });
  addFormats.default(ajv);
  ajv.compile(JSON.parse(fs.readFileSync(name, "utf-8")));
}
console.log(`Ajv compiled ${schemas.length} schemas`);
