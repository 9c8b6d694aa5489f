// Prints what examples/typescript/show.ts, once it is compiled, says of the stored grant that is named.
import fs from "node:fs";
import { cents, sentence, total } from "./show.js";

const grant = JSON.parse(fs.readFileSync(process.argv[2], "utf-8"));
const summed = grant.lines.reduce((sum, line) => sum + cents(line.amount_eur), 0n);
if (summed !== total(grant)) throw new Error(`the lines make ${summed} cents, and the total is ${total(grant)}`);
console.log(`${sentence(grant)}, ${total(grant)} cents`);
