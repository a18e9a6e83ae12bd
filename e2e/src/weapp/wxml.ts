import { TmplGroup } from 'glass-easel-template-compiler'
import type { BuiltPackage } from './package.ts'

/** Taro writes `bindtap`, which the framework takes for a property; WeChat reads it as an event. */
export const withEventColons = (wxml: string): string =>
  wxml.replace(/(\s)(capture-bind|capture-catch|mut-bind|bind|catch)([a-z]+)=/g, '$1$2:$3=')

/** All templates compiled by the framework's own compiler, as the text of one script, and what it complained of. */
export function compileTemplates(built: BuiltPackage): { script: string; problems: string[] } {
  const group = new TmplGroup()
  const problems: string[] = []
  for (const file of built.files) {
    if (file.endsWith('.wxml')) {
      const warnings = (group.addTmpl(file.slice(0, -'.wxml'.length), withEventColons(built.read(file))) ?? []) as unknown[]
      problems.push(...warnings.map((warning) => `${file}: ${typeof warning === 'string' ? warning : JSON.stringify(warning)}`))
    }
    if (file.endsWith('.wxs')) group.addScript(file.slice(0, -'.wxs'.length), built.read(file))
  }
  return { script: `window.__TEMPLATES__=${group.getTmplGenObjectGroups()};\n`, problems }
}
