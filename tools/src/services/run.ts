import { execFile } from 'node:child_process'

export interface RunResult {
  readonly ok: boolean
  readonly output: string
}

/** Runs a program to its end; its failure is an answer, not an exception. */
export function run(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; timeout?: number } = {},
): Promise<RunResult> {
  return new Promise((resolve) => {
    const settings = { env: options.env ?? process.env, timeout: options.timeout ?? 0, maxBuffer: 16 * 1024 * 1024 }
    execFile(command, [...args], settings, (error, stdout, stderr) => resolve({ ok: !error, output: `${stdout}${stderr}` }))
  })
}

/** The same, for steps that must succeed. */
export async function must(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const { ok, output } = await run(command, args, env ? { env } : {})
  if (!ok) throw new Error(`${command} failed: ${output.trim().split('\n').slice(-4).join(' | ')}`)
  return output
}
