export interface BuildTarget {
  readonly name: string
  readonly text: string
  readonly inputs: readonly string[]
  readonly output: string
}
export const targets: readonly BuildTarget[]
export function fingerprint(root: string, target: BuildTarget): string
export function stale(root: string, wanted?: readonly BuildTarget[]): (BuildTarget & { hash: string })[]
export function build(root: string, target: BuildTarget & { hash: string }): Promise<void>
export function run(command: string, args: readonly string[], cwd: string): Promise<{ code: number | null; output: string }>
