import { text } from '@liren/contract'

export const searchWords = {
  title: text('搜索', 'Search'),
  door: text('搜索服务、消息、报修、帮助', 'Search services, messages, repairs, help'),
  doorWork: text('搜索姓名、门牌、电话后四位、工单号', 'Name, house, last four of a number, order'),
  field: text('输入两个字以上', 'Type at least two characters'),
  clear: text('清除', 'Clear'),
  history: text('搜索历史', 'Looked for before'),
  forget: text('清空历史', 'Forget all'),
  kept: text('只保存在本机，退出登录时清除', 'Kept on this phone only, until you sign out'),
  begin: text('想找什么？', 'What are you looking for?'),
  beginBody: text('服务、消息、自己的报修和使用帮助，都能在这里找到', 'Services, messages, your own repairs and help are found here'),
  beginWork: text(
    '姓名和拼音、3-2-1201、电话后四位、车牌的一段、工单号都可以',
    'A name or its pinyin, 3-2-1201, the last four of a number, part of a plate, an order',
  ),
  none: (looked: string) => text(`没有找到“${looked}”`, `Nothing found for “${looked}”`),
  noneBody: text('换个说法，或少写几个字', 'Try other or fewer words'),
  services: text('服务', 'Services'),
  help: text('帮助', 'Help'),
  all: text('全部', 'All'),
  more: (kind: string) => text(`查看更多${kind}`, `More: ${kind}`),
  writing: text('索引还在建立，结果可能不全', 'The index is still being written; some may be missing'),
  guest: text('登录后还能搜索自己的消息和报修', 'Sign in to search your messages and repairs too'),
}
