import type { TestHooks } from '../types.ts'
import { fail, type Options, succeed } from './answer.ts'

interface FileOptions extends Options {
  filePath?: string
  tempFilePath?: string
  path?: string
  data?: string | ArrayBuffer
  encoding?: string
}

/** Files of the app, in memory: enough for photos that wait for a network. */
export function fileApis(hooks: TestHooks): Record<string, unknown> {
  const { files } = hooks
  const pathOf = (options: FileOptions) => options.filePath ?? options.path ?? ''
  const known = (options: FileOptions, name: string, work: (bytes: Blob) => object) => {
    const bytes = files.get(pathOf(options))
    return bytes ? succeed(options, name, work(bytes)) : fail(options, name, `no such file or directory ${pathOf(options)}`)
  }
  const save = (options: FileOptions, name: string) => {
    const bytes = files.get(options.tempFilePath ?? '')
    if (!bytes) return fail(options, name, 'tempFilePath not found')
    const path = options.filePath || `wxfile://store/${files.size}-${(options.tempFilePath ?? '').split('/').at(-1)}`
    files.set(path, bytes)
    return succeed(options, name, { savedFilePath: path })
  }
  const manager = {
    saveFile: (options: FileOptions) => save(options, 'saveFile'),
    saveFileSync: (temp: string, path?: string) => {
      const bytes = files.get(temp)
      if (!bytes) throw new Error(`saveFileSync:fail ${temp} not found`)
      const kept = path ?? `wxfile://store/${files.size}-${temp.split('/').at(-1)}`
      files.set(kept, bytes)
      return kept
    },
    access: (options: FileOptions) => known(options, 'access', () => ({})),
    accessSync: (path: string) => {
      if (!files.has(path)) throw new Error(`access:fail no such file or directory ${path}`)
    },
    unlink: (options: FileOptions) =>
      known(options, 'unlink', () => {
        files.delete(pathOf(options))
        return {}
      }),
    unlinkSync: (path: string) => void files.delete(path),
    getFileInfo: (options: FileOptions) => known(options, 'getFileInfo', (bytes) => ({ size: bytes.size })),
    statSync: (path: string) => ({ size: files.get(path)?.size ?? 0, isFile: () => files.has(path), isDirectory: () => false }),
    mkdirSync: () => {},
    readdirSync: (folder: string) =>
      [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)),
    copyFile: (options: Options & { srcPath: string; destPath: string }) => {
      const bytes = files.get(options.srcPath)
      if (!bytes) return fail(options, 'copyFile', 'no such file')
      files.set(options.destPath, bytes)
      return succeed(options, 'copyFile')
    },
    copyFileSync: (from: string, to: string) => {
      const bytes = files.get(from)
      if (!bytes) throw new Error(`copyFile:fail no such file ${from}`)
      files.set(to, bytes)
    },
    writeFile: (options: FileOptions) => {
      files.set(pathOf(options), new Blob([options.data ?? '']))
      return succeed(options, 'writeFile')
    },
    readFile: (options: FileOptions) => {
      const bytes = files.get(pathOf(options))
      if (!bytes) return fail(options, 'readFile', 'no such file')
      void bytes.arrayBuffer().then(async (data) => succeed(options, 'readFile', { data: options.encoding ? await bytes.text() : data }))
      return undefined
    },
  }
  return { getFileSystemManager: () => manager, saveFile: manager.saveFile, getFileInfo: manager.getFileInfo }
}
