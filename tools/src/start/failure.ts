import type { Text } from '@liren/contract'

/** Why the house cannot start, as one sentence in each language. Nothing has been changed when it is thrown. */
export class StartFailure extends Error {
  readonly text: Text

  constructor(zh: string, en: string, cause?: unknown) {
    super(en, cause === undefined ? undefined : { cause })
    this.name = 'StartFailure'
    this.text = { zh, en }
  }
}

/** The sentence of any error: ours say it themselves, others are at least named. */
export function sentenceOf(error: unknown): Text {
  const known = (error as { text?: Partial<Text> } | null)?.text
  if (typeof known?.zh === 'string' && typeof known.en === 'string') return { zh: known.zh, en: known.en }
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && error.name === 'CryptoError') return { zh: `密钥有问题，未做任何改动：${message}`, en: message }
  return { zh: `启动失败：${message}`, en: `The start failed: ${message}` }
}

/** Prints the sentence, and the stack only when it was asked for. */
export function printFailure(error: unknown, debug: boolean): void {
  const { zh, en } = sentenceOf(error)
  console.error(`\n✗ ${zh}\n  ${en}`)
  if (debug && error instanceof Error) console.error(error.stack)
}
