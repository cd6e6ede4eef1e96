/** Code of somebody else may never answer: nobody must wait on it for ever. */
export function withDeadline<Value>(
  work: Promise<Value>,
  milliseconds: number,
  late: string,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(late));
    }, milliseconds);
    timer.unref();
    void work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
