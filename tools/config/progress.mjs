// Says while a package's tests run how far they are. `npm test` runs one package after another.
const EVERY_MS = 10_000;

export default class Progress {
  #files = 0;
  #ended = 0;
  #tests = 0;
  #said = 0;

  onTestRunStart(specifications) {
    this.#files = specifications.length;
    this.#said = performance.now();
    console.log(`${this.#files} test files…`);
  }

  onTestModuleEnd(testModule) {
    this.#ended += 1;
    this.#tests += [...testModule.children.allTests()].length;
    if (performance.now() - this.#said < EVERY_MS) return;
    this.#said = performance.now();
    console.log(`${this.#ended} of ${this.#files} test files, ${this.#tests} tests…`);
  }
}
