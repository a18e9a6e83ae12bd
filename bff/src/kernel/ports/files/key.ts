/** Keys are ours, never a person's file name: lower-case words, digits, dots and dashes in at most six steps. */
const keyPattern = /^[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)*(\/[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)*){0,5}$/

export function checkKey(key: string): string {
  if (key.length > 200 || !keyPattern.test(key)) throw new Error('not a key of the file store')
  return key
}
