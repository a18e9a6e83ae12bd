import type { RepairAction } from '@liren/contract/capabilities/repair'
import type { Scene } from '../pictures.ts'
import type { EstateCode } from '../sets/places.ts'

export interface StoryStep {
  /** Minutes after the report. */
  readonly after: number
  readonly action: RepairAction
  readonly by: 'reporter' | 'handler' | 'desk' | 'system'
  readonly note?: string
  readonly photos?: readonly ('before' | 'after')[]
  readonly rating?: number
  /** Hours that a pause is meant to last. */
  readonly hours?: number
  readonly materials?: readonly (readonly [name: string, quantity: number, fen: number])[]
}

export interface Story {
  readonly category: string
  readonly kind: 'home' | 'public' | 'event'
  readonly estate: EstateCode
  /** Name of a public area; the reporter's home when absent. */
  readonly area?: string
  readonly spot?: string
  readonly reporter?: 'resident' | 'elder' | 'grid-worker' | 'guard'
  readonly handler?: 'repair-worker'
  readonly scene: Scene
  readonly hoursAgo: number
  readonly text: string
  readonly photos: number
  readonly steps: readonly StoryStep[]
}

const days = (n: number): number => n * 24

/** Written by hand: how a community sounds when things go well, and when they do not at first. */
export const stories: readonly Story[] = [
  {
    category: 'water',
    kind: 'home',
    estate: 'fl',
    reporter: 'resident',
    handler: 'repair-worker',
    scene: 'water',
    hoursAgo: 20,
    text: '厨房水槽下面的软管接口在滴水，我先用盆接着。柜板已经有点鼓了，麻烦尽快来看看。',
    photos: 2,
    steps: [
      { after: 6, action: 'grab', by: 'handler' },
      { after: 8, action: 'note', by: 'handler', note: '林女士您好，我四十分钟左右到，麻烦先把水槽下的三角阀关上' },
      { after: 11, action: 'note', by: 'reporter', note: '关上了，确实不滴了，辛苦' },
      { after: 47, action: 'arrive', by: 'handler', photos: ['before'] },
      {
        after: 82,
        action: 'finish',
        by: 'handler',
        note: '软管老化开裂，角阀也换了新的，试压十分钟不漏。柜板建议晾两天',
        photos: ['after'],
        materials: [
          ['不锈钢软管', 1, 1800],
          ['角阀', 1, 2800],
        ],
      },
    ],
  },
  {
    category: 'door-window',
    kind: 'home',
    estate: 'wtl',
    reporter: 'elder',
    handler: 'repair-worker',
    scene: 'door',
    hoursAgo: 5,
    text: '大门锁不好开，钥匙要转很多下，我手没劲。',
    photos: 1,
    steps: [
      { after: 12, action: 'dispatch', by: 'desk', note: '周阿姨独居，请先打电话再上门' },
      { after: 20, action: 'accept', by: 'handler' },
      { after: 95, action: 'arrive', by: 'handler', note: '锁体缺油，锁扣板也偏了，正在调' },
    ],
  },
  {
    category: 'power',
    kind: 'home',
    estate: 'fl',
    handler: 'repair-worker',
    scene: 'power',
    hoursAgo: 0.4,
    text: '次卧整路插座没电，冰箱也在这一路上，怕东西坏了。',
    photos: 1,
    steps: [{ after: 8, action: 'dispatch', by: 'desk', note: '冰箱在这一路，请优先' }],
  },
  {
    category: 'lift',
    kind: 'public',
    estate: 'wjf',
    area: '地下车库',
    spot: '3 号电梯',
    scene: 'power',
    hoursAgo: 52,
    text: '三号电梯从负一层起步时会“咯噔”一下，已经好几天了，老人孩子坐着害怕。',
    photos: 1,
    steps: [
      { after: 14, action: 'dispatch', by: 'desk', note: '已同步维保单位' },
      { after: 31, action: 'accept', by: 'handler' },
      { after: 118, action: 'arrive', by: 'handler', photos: ['before'] },
      { after: 133, action: 'pause', by: 'handler', note: '导靴磨损超限，配件明早到，电梯先停用并贴了告示', hours: 20 },
      { after: 1290, action: 'resume', by: 'handler' },
      { after: 1410, action: 'finish', by: 'handler', note: '更换导靴四只，空载满载各运行二十次正常，恢复使用', photos: ['after'] },
    ],
  },
  {
    category: 'water',
    kind: 'home',
    estate: 'wjf',
    scene: 'water',
    hoursAgo: days(9),
    text: '卫生间顶上有一圈水印，今天开始往下滴了，怀疑楼上漏水。',
    photos: 2,
    steps: [
      { after: 9, action: 'grab', by: 'handler' },
      { after: 55, action: 'arrive', by: 'handler', photos: ['before'] },
      { after: 70, action: 'note', by: 'handler', note: '楼上地漏防水层破损，已联系楼上业主，晚上七点能进门' },
      { after: 75, action: 'pause', by: 'handler', note: '等楼上业主下班', hours: 6 },
      { after: 500, action: 'resume', by: 'handler' },
      { after: 640, action: 'finish', by: 'handler', note: '楼上地漏重做防水并闭水试验，您家吊顶干透后再补漆', photos: ['after'] },
      { after: 1500, action: 'confirm', by: 'reporter', rating: 5, note: '跑上跑下协调两家，真的费心了' },
    ],
  },
  {
    category: 'drain',
    kind: 'home',
    estate: 'wtl',
    scene: 'water',
    hoursAgo: days(16),
    text: '厨房下水返水，一楼是我家，每次楼上倒水都往外冒。',
    photos: 2,
    steps: [
      { after: 18, action: 'grab', by: 'handler' },
      { after: 61, action: 'arrive', by: 'handler' },
      { after: 128, action: 'finish', by: 'handler', note: '主管疏通，清出油块', photos: ['after'] },
      { after: 1560, action: 'confirm', by: 'reporter', rating: 4, note: '暂时好了' },
      { after: 5600, action: 'reopen', by: 'reporter', note: '四天又返水了，治标不治本' },
      { after: 5640, action: 'dispatch', by: 'desk', note: '改由班长带队，用管道内窥镜看一下' },
      { after: 5650, action: 'accept', by: 'handler' },
      { after: 6900, action: 'arrive', by: 'handler', photos: ['before'] },
      { after: 7120, action: 'finish', by: 'handler', note: '老铸铁管塌了一节，已换 PVC 管 1.2 米并加装检修口', photos: ['after'] },
      { after: 8600, action: 'confirm', by: 'reporter', rating: 5, note: '这回从根上解决了，谢谢' },
    ],
  },
  {
    category: 'lighting',
    kind: 'public',
    estate: 'wtl',
    area: '健身步道',
    spot: '南段第三根灯杆',
    reporter: 'grid-worker',
    scene: 'outdoor',
    hoursAgo: days(12),
    text: '夜间走访发现健身步道南段连续三盏灯不亮，老人散步容易绊倒。',
    photos: 1,
    steps: [
      { after: 20, action: 'dispatch', by: 'desk' },
      { after: 44, action: 'accept', by: 'handler' },
      { after: 900, action: 'arrive', by: 'handler' },
      { after: 985, action: 'finish', by: 'handler', note: '接线井进水，重新防水接线，三盏全亮', photos: ['after'] },
      { after: 1300, action: 'confirm', by: 'reporter', rating: 5, note: '昨晚复查，都亮了' },
    ],
  },
  {
    category: 'parking',
    kind: 'event',
    estate: 'fl',
    area: '消防通道',
    reporter: 'guard',
    scene: 'outdoor',
    hoursAgo: days(6),
    text: '2 幢北侧消防通道停了一辆面包车，没留电话。',
    photos: 2,
    steps: [
      { after: 5, action: 'dispatch', by: 'desk' },
      { after: 9, action: 'accept', by: 'handler' },
      { after: 26, action: 'arrive', by: 'handler', photos: ['before'] },
      { after: 58, action: 'finish', by: 'handler', note: '通过装修登记找到车主，已驶离，通道画了黄线', photos: ['after'] },
      { after: 200, action: 'confirm', by: 'reporter', rating: 5 },
    ],
  },
  {
    category: 'cleaning',
    kind: 'event',
    estate: 'wjf',
    area: '垃圾分类亭',
    scene: 'outdoor',
    hoursAgo: days(3),
    text: '垃圾亭旁边堆了一地装修垃圾，味道很大，孩子上学要绕着走。',
    photos: 1,
    steps: [
      { after: 22, action: 'dispatch', by: 'desk' },
      { after: 40, action: 'accept', by: 'handler' },
      { after: 150, action: 'arrive', by: 'handler' },
      { after: 320, action: 'finish', by: 'handler', note: '两车清运完，冲洗并消杀，装修户已补登记', photos: ['after'] },
      { after: 700, action: 'confirm', by: 'reporter', rating: 4, note: '清是清了，希望别再堆' },
    ],
  },
  {
    category: 'noise',
    kind: 'event',
    estate: 'fl',
    area: '休闲广场',
    scene: 'outdoor',
    hoursAgo: days(22),
    text: '晚上九点还在放音乐跳舞，家里有中考生。',
    photos: 0,
    steps: [
      { after: 30, action: 'dispatch', by: 'desk' },
      { after: 41, action: 'accept', by: 'handler' },
      { after: 55, action: 'arrive', by: 'handler' },
      {
        after: 90,
        action: 'finish',
        by: 'handler',
        note: '和舞蹈队商量：周一到周五八点半收，音箱朝河边，队长写进了公约',
        photos: ['after'],
      },
      { after: 1700, action: 'confirm', by: 'reporter', rating: 5, note: '当天就安静了，也谢谢阿姨们体谅' },
    ],
  },
  {
    category: 'lift',
    kind: 'public',
    estate: 'fl',
    area: '地下车库',
    spot: '2 单元电梯',
    scene: 'power',
    hoursAgo: days(31),
    text: '电梯门关不严，反复开合，等了五分钟才走。',
    photos: 1,
    steps: [
      { after: 8, action: 'dispatch', by: 'desk' },
      { after: 15, action: 'accept', by: 'handler' },
      { after: 64, action: 'arrive', by: 'handler' },
      { after: 140, action: 'finish', by: 'handler', note: '门槛卡了石子，门机皮带也偏松，已处理', photos: ['after'] },
      { after: 4500, action: 'confirm', by: 'system' },
    ],
  },
  {
    category: 'power',
    kind: 'home',
    estate: 'wtl',
    scene: 'power',
    hoursAgo: days(40),
    text: '一开空调就跳闸，天热受不了。',
    photos: 0,
    steps: [
      { after: 10, action: 'grab', by: 'handler' },
      { after: 50, action: 'arrive', by: 'handler' },
      {
        after: 120,
        action: 'finish',
        by: 'handler',
        note: '老线路线径不够，空调单独拉了一路 4 平方线并加漏保',
        photos: ['after'],
        materials: [
          ['4 平方电线（米）', 12, 650],
          ['漏电保护器', 1, 6800],
        ],
      },
      { after: 300, action: 'confirm', by: 'reporter', rating: 5, note: '师傅满头大汗，喝口水都没坐' },
    ],
  },
  {
    category: 'intercom',
    kind: 'home',
    estate: 'fl',
    scene: 'door',
    hoursAgo: days(18),
    text: '可视对讲没画面，快递上不来。',
    photos: 1,
    steps: [
      { after: 1, action: 'dispatch', by: 'system' },
      { after: 30, action: 'decline', by: 'handler', note: '今天在望江府抢修水泵，赶不过来' },
      { after: 42, action: 'dispatch', by: 'desk' },
      { after: 60, action: 'accept', by: 'handler' },
      { after: 1260, action: 'arrive', by: 'handler' },
      { after: 1300, action: 'finish', by: 'handler', note: '更换分机排线', photos: ['after'] },
      { after: 1500, action: 'confirm', by: 'reporter', rating: 3, note: '换了个人才来，等了一天' },
    ],
  },
  {
    category: 'green',
    kind: 'public',
    estate: 'wtl',
    area: '中心花园',
    reporter: 'grid-worker',
    scene: 'outdoor',
    hoursAgo: days(27),
    text: '梧桐树枯枝挂在晾衣绳上方，昨夜大风后又低了一截。',
    photos: 2,
    steps: [
      { after: 6, action: 'dispatch', by: 'desk', note: '先拉警戒线' },
      { after: 12, action: 'accept', by: 'handler' },
      { after: 38, action: 'arrive', by: 'handler', photos: ['before'] },
      { after: 170, action: 'finish', by: 'handler', note: '枯枝锯除三处，现场清理完毕', photos: ['after'] },
      { after: 400, action: 'confirm', by: 'reporter', rating: 5 },
    ],
  },
  {
    category: 'road',
    kind: 'public',
    estate: 'wjf',
    area: '东门',
    spot: '进门减速带',
    scene: 'outdoor',
    hoursAgo: days(35),
    text: '减速带松了，夜里每过一辆车都“哐”一声，低楼层睡不好。',
    photos: 1,
    steps: [
      { after: 60, action: 'dispatch', by: 'desk' },
      { after: 75, action: 'accept', by: 'handler' },
      { after: 1380, action: 'arrive', by: 'handler' },
      { after: 1450, action: 'finish', by: 'handler', note: '重新打膨胀螺丝八颗，换了两节', photos: ['after'] },
      { after: 2900, action: 'confirm', by: 'reporter', rating: 5, note: '终于能睡整觉' },
    ],
  },
  {
    category: 'drain',
    kind: 'home',
    estate: 'fl',
    reporter: 'resident',
    scene: 'water',
    hoursAgo: days(60),
    text: '淋浴房地漏排水慢，洗到一半水就漫出来。',
    photos: 0,
    steps: [
      { after: 12, action: 'grab', by: 'handler' },
      { after: 70, action: 'arrive', by: 'handler' },
      {
        after: 100,
        action: 'finish',
        by: 'handler',
        note: '清出头发团，换了防臭地漏芯',
        photos: ['after'],
        materials: [['防臭地漏', 1, 3800]],
      },
      { after: 160, action: 'confirm', by: 'reporter', rating: 5, note: '又快又干净' },
    ],
  },
  {
    category: 'trapped',
    kind: 'public',
    estate: 'wtl',
    area: '休闲广场',
    scene: 'power',
    hoursAgo: days(24),
    text: '加装电梯停在二楼半，我妈和邻居在里面，已按呼叫。',
    photos: 0,
    steps: [
      { after: 1, action: 'dispatch', by: 'desk', note: '维保 12 分钟到，先安抚，请不要扒门' },
      { after: 2, action: 'accept', by: 'handler' },
      { after: 11, action: 'arrive', by: 'handler' },
      {
        after: 24,
        action: 'finish',
        by: 'handler',
        note: '盘车平层，两位老人已平安走出，量过血压正常；门锁触点更换，停用观察',
        photos: ['after'],
      },
      { after: 120, action: 'confirm', by: 'reporter', rating: 5, note: '十几分钟就出来了，谢谢陪着说话的保安小哥' },
    ],
  },
  {
    category: 'other',
    kind: 'event',
    estate: 'fl',
    area: '儿童乐园',
    scene: 'outdoor',
    hoursAgo: days(14),
    text: '滑梯侧板螺丝露出来一截，孩子裤子刮破了。',
    photos: 1,
    steps: [
      { after: 15, action: 'dispatch', by: 'desk', note: '先封闭滑梯' },
      { after: 22, action: 'accept', by: 'handler' },
      { after: 80, action: 'arrive', by: 'handler', photos: ['before'] },
      { after: 130, action: 'finish', by: 'handler', note: '更换沉头螺丝并加装塑料帽，其余器材逐个摸过一遍', photos: ['after'] },
      { after: 1500, action: 'confirm', by: 'reporter', rating: 5, note: '全部检查了一遍，放心了' },
    ],
  },
  {
    category: 'gas',
    kind: 'home',
    estate: 'wtl',
    scene: 'water',
    hoursAgo: days(45),
    text: '厨房有煤气味，已经关阀开窗，人在楼下。',
    photos: 0,
    steps: [
      { after: 1, action: 'dispatch', by: 'desk', note: '已通知燃气公司，请勿返回、勿开关电器' },
      { after: 2, action: 'accept', by: 'handler' },
      { after: 13, action: 'arrive', by: 'handler' },
      { after: 65, action: 'finish', by: 'handler', note: '燃气公司到场，灶具软管老化微漏，已换金属软管，检测合格', photos: ['after'] },
      { after: 180, action: 'confirm', by: 'reporter', rating: 5, note: '反应特别快，电话一直没挂' },
    ],
  },
  {
    category: 'water',
    kind: 'home',
    estate: 'wjf',
    scene: 'water',
    hoursAgo: days(50),
    text: '阳台水龙头漏水，已经自己拧上生料带了，撤回。',
    photos: 0,
    steps: [{ after: 35, action: 'withdraw', by: 'reporter', note: '自己修好了' }],
  },
]
