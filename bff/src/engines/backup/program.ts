import { type ChildProcess, spawn } from 'node:child_process'

/** A program whose output or input is a stream of ours. Its end is awaited, its complaint is the error. */
export function program(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  /** Complaints with which its work is done all the same. */
  forgive: (complaint: string) => boolean = () => false,
): { child: ChildProcess; ended: Promise<void> } {
  const child = spawn(name, [...args], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${name} cannot be started: ${error.message}`)))
    child.once('close', (code) =>
      code === 0 || (code === 1 && forgive(complaint)) ? resolve() : reject(new Error(`${name} ended with ${code}: ${complaint.trim()}`)),
    )
  })
  // Whoever streams notices first; the reason is still told by `ended`.
  child.stdin?.on('error', () => {})
  ended.catch(() => {})
  return { child, ended }
}

/** What a program says, whole. */
export async function output(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { child, ended } = program(name, args, env)
  child.stdin?.end()
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  await ended
  return text
}
