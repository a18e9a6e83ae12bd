import type { Text } from '../kernel/text.ts'
import type { Option } from './field.ts'

/** How one file stands to another. Dated and sourced; ended, never erased. */
export interface LinkKind {
  readonly code: string
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** Said of the first: 居住于. */
  readonly text: Text
  /** Said of the second: 居住人员. */
  readonly back: Text
  /** What part one plays in it: 户主, 配偶 …; free where there are none. */
  readonly roles: readonly Option[]
}

type Words = readonly (readonly [code: string, zh: string, en: string])[]

const kind = (
  code: string,
  from: string | readonly string[],
  to: string | readonly string[],
  said: readonly [zh: string, en: string],
  back: readonly [zh: string, en: string],
  roles: Words = [],
): LinkKind => ({
  code,
  from: typeof from === 'string' ? [from] : from,
  to: typeof to === 'string' ? [to] : to,
  text: { zh: said[0], en: said[1] },
  back: { zh: back[0], en: back[1] },
  roles: roles.map(([word, zh, en]) => ({ code: word, text: { zh, en } })),
})

/** GB/T 2261: how one is related to the head of a household. */
const kinship: Words = [
  ['head', '户主', 'Head'],
  ['spouse', '配偶', 'Spouse'],
  ['son', '子', 'Son'],
  ['daughter', '女', 'Daughter'],
  ['parent', '父母', 'Parent'],
  ['parent-in-law', '公婆或岳父母', 'Parent-in-law'],
  ['grandchild', '孙子女', 'Grandchild'],
  ['grandparent', '祖父母', 'Grandparent'],
  ['sibling', '兄弟姐妹', 'Brother or sister'],
  ['other', '其他', 'Other'],
]

/** Whoever takes part in governing a community, after 7.2.4.4 of the standard for future communities. */
const governing: Words = [
  ['party-branch', '党支部人员', 'Party branch'],
  ['manager', '社区管理人员', 'Community manager'],
  ['grid', '网格人员', 'Grid worker'],
  ['resident', '居民代表', 'Residents’ representative'],
  ['volunteer', '志愿者', 'Volunteer'],
  ['committee', '居委会人员', 'Residents’ committee'],
  ['property', '物业人员', 'Property staff'],
  ['owners', '业委会人员', 'Owners’ committee'],
  ['professional', '专业机构人员', 'Professional body'],
]

export const linkKinds: readonly LinkKind[] = [
  kind(
    'lives-in',
    'person',
    'house',
    ['居住于', 'Lives in'],
    ['居住人员', 'Residents'],
    [
      ['owner', '业主', 'Owner'],
      ['family', '家属', 'Family'],
      ['tenant', '租客', 'Tenant'],
      ['other', '其他', 'Other'],
    ],
  ),
  kind('owns-house', ['person', 'org'], 'house', ['拥有房屋', 'Owns'], ['产权人', 'Owners']),
  kind('lets', 'person', 'house', ['出租', 'Lets'], ['房东', 'Landlord']),
  kind('rents', ['person', 'org'], 'house', ['承租', 'Rents'], ['承租人', 'Tenants']),
  kind('kin-of', 'person', 'person', ['亲属', 'Kin of'], ['亲属', 'Kin'], kinship),
  kind('family-of', 'person', 'family', ['所属家庭户', 'Household'], ['家庭成员', 'Members'], kinship),
  kind('family-lives-in', 'family', 'house', ['居住于', 'Lives in'], ['居住家庭', 'Households']),
  kind('owns-vehicle', ['person', 'org'], 'vehicle', ['拥有车辆', 'Owns'], ['车主', 'Owner']),
  kind('drives', 'person', 'vehicle', ['驾驶', 'Drives'], ['驾驶人', 'Drivers']),
  kind('works-at', 'person', 'org', ['就业于', 'Works at'], ['从业人员', 'Staff']),
  kind('heads-org', 'person', 'org', ['法定代表人', 'Legal representative of'], ['法定代表人', 'Legal representative']),
  kind('member-of', 'person', 'org', ['参加组织', 'Member of'], ['成员', 'Members']),
  kind('occupies', 'org', ['house', 'space'], ['使用场所', 'Occupies'], ['入驻单位', 'Occupants']),
  kind('leads-building', 'person', 'building', ['担任楼栋长', 'Leads'], ['楼栋长', 'Building leader']),
  kind('manages', 'org', ['building', 'parking', 'space'], ['物业服务', 'Manages'], ['物业服务单位', 'Managed by']),
  kind('parks-at', 'vehicle', 'parking', ['停放车位', 'Parks at'], ['停放车辆', 'Vehicles']),
  kind('holds-parking', ['person', 'org'], 'parking', ['拥有车位', 'Holds'], ['车位权利人', 'Holders']),
  kind('keeps-space', 'person', 'space', ['管理空间', 'Keeps'], ['管理人', 'Keepers']),
  kind(
    'in-grid',
    ['person', 'house', 'org', 'vehicle', 'space', 'building'],
    'grid',
    ['所属网格', 'Belongs to'],
    ['网格内', 'In this grid'],
  ),
  kind(
    'serves-grid',
    'person',
    'grid',
    ['网格职务', 'Serves in'],
    ['网格队伍', 'Team'],
    [
      ['leader', '网格长', 'Leader'],
      ['worker', '专职网格员', 'Grid worker'],
      ['part-time', '兼职网格员', 'Part-time worker'],
      ['support', '网格支撑力量', 'Support'],
    ],
  ),
  kind('uses-resource', 'org', 'resource', ['使用数据资源', 'Uses'], ['使用单位', 'Used by']),
  kind('keeps-resource', 'person', 'resource', ['管理数据资源', 'Keeps'], ['管理人', 'Keepers']),
  kind('drawn-from', 'resource', 'resource', ['取自', 'Drawn from'], ['被引用', 'Drawn on by']),
  kind('governs', 'person', ['grid', 'org'], ['参与共治', 'Takes part in governing'], ['共治人员', 'Co-governors'], governing),
]

export const linkKindCodes = linkKinds.map(({ code }) => code)
export const linkKindOf = (code: string): LinkKind | undefined => linkKinds.find((entry) => entry.code === code)
