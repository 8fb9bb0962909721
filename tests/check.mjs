// Checks that print a line each: "ok NAME" or "FAIL NAME: why". The runner counts them.
export async function check(name, run) {
  try {
    await run();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`FAIL ${name}: ${String(error?.message || error).split("\n").slice(0, 12).join(" | ")}`);
  }
}

export function same(actual, expected, what) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a} is not ${b}`);
}

export function holds(condition, what) {
  if (!condition) throw new Error(what);
}
