import { type Text, text } from '../kernel/text.ts'

/** Under which heading people look for it. */
export const noticeGroups = {
  government: text('政务', 'Government'),
  service: text('服务', 'Services'),
  daily: text('便民', 'Daily life'),
  publicity: text('公示', 'Made public'),
  community: text('社区', 'Community'),
} as const satisfies Record<string, Text>
export type NoticeGroup = keyof typeof noticeGroups

interface Category {
  readonly text: Text
  readonly group: NoticeGroup
  /** Whom it is sent to unless they chose otherwise: whoever asked for it, or everybody whom it concerns. */
  readonly told: 'asked' | 'unless-off' | 'always'
}

export const noticeCategories = {
  affairs: { text: text('政务服务', 'Government services'), group: 'government', told: 'unless-off' },
  openness: { text: text('政务公开', 'Open government'), group: 'government', told: 'unless-off' },
  policy: { text: text('政策法规', 'Policies and laws'), group: 'government', told: 'unless-off' },
  oversight: { text: text('监督机制', 'Oversight'), group: 'government', told: 'unless-off' },
  'repair-service': { text: text('报事报修', 'Repair services'), group: 'service', told: 'asked' },
  merchant: { text: text('便民商业', 'Shops nearby'), group: 'service', told: 'asked' },
  convenience: { text: text('便民消息', 'Good to know'), group: 'daily', told: 'unless-off' },
  advert: { text: text('招商广告', 'Advertisement'), group: 'daily', told: 'asked' },
  emergency: { text: text('应急信息', 'Emergency'), group: 'daily', told: 'always' },
  publicity: { text: text('监督公示', 'Public accounts'), group: 'publicity', told: 'unless-off' },
  announcement: { text: text('公告', 'Announcement'), group: 'community', told: 'unless-off' },
  news: { text: text('动态', 'News'), group: 'community', told: 'asked' },
  neighbour: { text: text('邻里信息', 'Neighbours'), group: 'community', told: 'asked' },
} as const satisfies Record<string, Category>
export type NoticeCategory = keyof typeof noticeCategories
export const noticeCategoryNames = Object.keys(noticeCategories) as [NoticeCategory, ...NoticeCategory[]]

export const categoriesOf = (group: NoticeGroup): NoticeCategory[] =>
  noticeCategoryNames.filter((name) => noticeCategories[name].group === group)

/** In whose name it is written, and the kind of place that one must answer for to write so; the property company’s people answer for where they work. */
export const noticePublishers = {
  street: { text: text('街道', 'Street office'), answersFor: 'street' },
  committee: { text: text('居委会', 'Residents’ committee'), answersFor: 'community' },
  community: { text: text('社区', 'Community'), answersFor: 'community' },
  property: { text: text('物业', 'Property company'), answersFor: null },
} as const
export type NoticePublisher = keyof typeof noticePublishers

/** Who of its places it is for. */
export const noticeAudiences = {
  public: text('所有人，含游客', 'Everybody, guests too'),
  residents: text('住户', 'Residents'),
  owners: text('业主', 'Owners'),
  staff: text('内部工作人员', 'Staff only'),
} as const satisfies Record<string, Text>
export type NoticeAudience = keyof typeof noticeAudiences

export const noticeStates = {
  draft: text('草稿', 'Draft'),
  submitted: text('待审核', 'Waiting for review'),
  returned: text('已退回', 'Sent back'),
  scheduled: text('待发布', 'To be published'),
  published: text('已发布', 'Published'),
  withdrawn: text('已撤回', 'Withdrawn'),
} as const satisfies Record<string, Text>
export type NoticeState = keyof typeof noticeStates

/** Where it stands for its readers: among what counts now, or among what has been. */
export const noticeShelves = {
  current: text('当前', 'Current'),
  archive: text('往期', 'Past'),
} as const satisfies Record<string, Text>
export type NoticeShelf = keyof typeof noticeShelves

interface Step {
  readonly text: Text
  readonly from: readonly NoticeState[]
  /** Who wrote it may not do this. */
  readonly byAnother?: true
}

/** What happens to a notice. Nothing else moves it. */
export const noticeSteps = {
  submit: { text: text('提交审核', 'Submitted'), from: ['draft', 'returned'] },
  approve: { text: text('审核通过', 'Approved'), from: ['submitted'], byAnother: true },
  return: { text: text('退回修改', 'Sent back'), from: ['submitted'], byAnother: true },
  publish: { text: text('发布', 'Published'), from: ['scheduled'] },
  withdraw: { text: text('撤回', 'Withdrawn'), from: ['submitted', 'scheduled', 'published'] },
} as const satisfies Record<string, Step>
export type NoticeStep = keyof typeof noticeSteps
