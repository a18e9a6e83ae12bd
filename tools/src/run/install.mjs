// Installs what is missing, and only then. Plain Node: it runs before anything is installed.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const minimumNode = [20, 19]

/** The sentence to print when this Node is too old, or undefined. */
export function nodeTooOld(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  const old = major < minimumNode[0] || (major === minimumNode[0] && minor < minimumNode[1])
  return old ? `Node ${minimumNode.join('.')} or newer is needed; this is ${version}.` : undefined
}

/** Why an install is needed, or undefined. Compares the lock file with what npm says it put in place. */
export function missing(root) {
  const placed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(placed)) return 'nothing is installed yet'
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(placed, 'utf8')).packages
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/') || entry.link || entry.optional || entry.devOptional || entry.peer) continue
    if (present[path]?.version !== entry.version) return `${path} should be ${entry.version}`
    if (!existsSync(join(root, path))) return `${path} is gone`
  }
  return undefined
}

export const installCommand = ['npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']]
