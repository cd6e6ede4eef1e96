/** Rejects with `late` where the work does not settle in time: code of the application may never answer. */
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
