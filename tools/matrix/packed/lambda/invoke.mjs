// Stands in for the runtime of AWS Lambda: a new process loads the function, and hands it one event.
import { pathToFileURL } from 'node:url';

const [file, event] = process.argv.slice(2);
const begun = performance.now();
const { handler } = await import(pathToFileURL(file));
const loaded = performance.now();
const answer = await handler(JSON.parse(event), {});
const answered = performance.now();
console.log(JSON.stringify({ answer, loadMs: loaded - begun, firstMs: answered - loaded }));
