import { type Text, text } from '../kernel/text.ts'

/** Where a datum comes from. Every file says one; without it nothing is stored. */
export const sources = [
  { code: 'collected', text: text('网格采集', 'Collected by a grid worker') },
  { code: 'manual', text: text('线下登记录入', 'Entered from a paper form') },
  { code: 'declared', text: text('本人申报', 'Declared by the person') },
  { code: 'owner', text: text('业主授权更新', 'Updated by the owner') },
  { code: 'property', text: text('物业系统', 'Property system') },
  { code: 'provincial', text: text('省域应用', 'Provincial application') },
  { code: 'shared', text: text('部门共享', 'Shared by a government department') },
  { code: 'imported', text: text('表格导入', 'Imported workbook') },
  { code: 'device', text: text('感知设备', 'Sensing device') },
] as const

type TypedSource = (typeof sources)[number]['code']
/** What people may say of what they enter. */
export const typedSourceCodes = sources.map((source) => source.code) as [TypedSource, ...TypedSource[]]

/** What the platform works out by itself; nobody enters anything under this name. */
export const derivedSource = { code: 'derived', text: text('平台推算', 'Worked out by the platform') } as const

export type SourceCode = TypedSource | (typeof derivedSource)['code']
export const allSources: readonly { readonly code: SourceCode; readonly text: Text }[] = [...sources, derivedSource]
export const sourceCodes = allSources.map((source) => source.code) as [SourceCode, ...SourceCode[]]
