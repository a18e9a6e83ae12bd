/** What people report and what workers answer, by category. Several wordings each, none of them about anybody real. */
export interface CategoryWords {
  readonly code: string
  readonly kind: 'home' | 'public' | 'event'
  /** Share among cases of its group (repairs, or events). */
  readonly weight: number
  readonly scene: 'water' | 'power' | 'door' | 'outdoor'
  readonly reports: readonly string[]
  readonly spots?: readonly string[]
  readonly results: readonly string[]
  readonly materials?: readonly (readonly [name: string, fen: number])[]
}

export const repairWords: readonly CategoryWords[] = [
  {
    code: 'water',
    kind: 'home',
    weight: 22,
    scene: 'water',
    reports: [
      '厨房水槽下面一直滴水，柜子已经泡湿了',
      '卫生间角阀漏水，拧紧也没用',
      '阳台洗衣机龙头关不严，半夜滴答响',
      '热水器进水管接口渗水，墙面起皮了',
      '楼上好像漏水，卫生间天花板有一片水印',
      '马桶水箱一直进水，水表不停走',
    ],
    results: [
      '更换角阀和软管，试压十分钟无渗漏',
      '龙头阀芯老化，已更换，水压正常',
      '接口重新缠带并加固，回访时请留意柜底',
      '水箱进水阀更换完成，水表已停走',
    ],
    materials: [
      ['角阀', 2800],
      ['软管', 1500],
      ['生料带', 300],
      ['阀芯', 2200],
      ['进水阀', 3600],
    ],
  },
  {
    code: 'drain',
    kind: 'home',
    weight: 15,
    scene: 'water',
    reports: [
      '地漏堵了，洗澡水排不下去',
      '厨房下水反味，水槽排水很慢',
      '马桶冲不下去，已经用搋子试过了',
      '阳台地漏往外冒泡沫水',
      '主卫下水管咕噜咕噜响，水位会上升',
    ],
    results: [
      '管道疏通，清出毛发与油垢，排水顺畅',
      '更换防臭地漏芯，异味消除',
      '疏通机疏通主管，建议住户不要倒油',
      '返水为主管淤堵，已联系公共管道一并清理',
    ],
    materials: [
      ['防臭地漏', 3800],
      ['疏通耗材', 1200],
    ],
  },
  {
    code: 'power',
    kind: 'home',
    weight: 13,
    scene: 'power',
    reports: ['家里突然跳闸，推上去又跳', '客厅一半插座没电', '卫生间的灯一开就闪', '空调插座发烫，不敢用了', '进门开关按了没有反应'],
    results: [
      '更换漏电保护器，逐路排查，热水器回路绝缘下降，建议检修',
      '插座接线松动，已重新压接',
      '更换灯具驱动，恢复正常',
      '更换 16A 插座，负荷测试正常',
    ],
    materials: [
      ['漏电保护器', 6800],
      ['插座', 1800],
      ['开关', 1500],
      ['灯驱动', 2600],
    ],
  },
  {
    code: 'door-window',
    kind: 'home',
    weight: 12,
    scene: 'door',
    reports: [
      '入户门锁舌卡住，钥匙要拧好几次',
      '窗户合页松了，关不严，刮风就响',
      '阳台推拉门滑轮坏了，推不动',
      '防盗门关不上，要用力撞',
      '纱窗破了，蚊子进来',
    ],
    results: ['锁体清洁上油并调整锁扣板，开关顺畅', '更换窗合页两只，密封正常', '更换推拉门滑轮一套', '调整门框与门吸，关闭正常'],
    materials: [
      ['合页', 1200],
      ['滑轮', 2600],
      ['锁芯', 8800],
    ],
  },
  {
    code: 'intercom',
    kind: 'home',
    weight: 5,
    scene: 'door',
    reports: ['楼下按门铃家里听不到', '可视对讲黑屏，能听见声音', '对讲开锁键失灵，每次都要下楼开门'],
    results: ['更换室内分机电源模块，通话正常', '排线接触不良，已重新插接', '开锁继电器更换完成'],
    materials: [['电源模块', 4500]],
  },
  {
    code: 'lift',
    kind: 'public',
    weight: 9,
    scene: 'power',
    reports: ['电梯到三楼会抖一下', '电梯按键 12 不亮，但能到', '电梯门关了又开，反复好几次', '电梯里的灯坏了一半，晚上有点暗'],
    spots: ['1 单元电梯', '2 单元电梯'],
    results: ['维保单位到场，调整门机皮带，试运行三十次正常', '更换按键板，楼层指示恢复', '清理门槛异物，光幕复位', '更换轿厢灯管两支'],
  },
  {
    code: 'lighting',
    kind: 'public',
    weight: 10,
    scene: 'outdoor',
    reports: ['楼道感应灯不亮，老人上下楼不方便', '地库 B 区有一排灯不亮', '小区主路路灯一闪一闪', '单元门口的灯白天也亮着'],
    spots: ['单元门口', '3 楼楼道', '主路中段'],
    results: ['更换感应灯头', '线路接头进水，已重新防水处理', '光控探头更换，夜间已复核'],
  },
  {
    code: 'road',
    kind: 'public',
    weight: 8,
    scene: 'outdoor',
    reports: ['路面有个坑，推婴儿车差点翻', '单元门口的地砖松动，下雨溅水', '排水沟盖板翘起来了', '减速带螺丝掉了，车过就响'],
    spots: ['东门进门右转', '快递柜前', '地库坡道口'],
    results: ['冷补料修补路面，已压实', '重新铺砌地砖六块', '更换盖板并加固', '减速带重新打膨胀螺丝固定'],
  },
  {
    code: 'green',
    kind: 'public',
    weight: 6,
    scene: 'outdoor',
    reports: ['树枝压到电线了，刮风有点吓人', '草坪里的喷头坏了，一直往外冒水', '路边的灌木挡住视线，转弯看不到车'],
    spots: ['中心花园', '健身步道'],
    results: ['修剪枝条，已离电线 1.5 米以上', '更换喷头，关闭渗漏支路', '灌木修剪至 60 厘米'],
  },
]

export const eventWords: readonly CategoryWords[] = [
  {
    code: 'cleaning',
    kind: 'event',
    weight: 34,
    scene: 'outdoor',
    reports: ['楼道里堆了旧家具，有味道', '垃圾亭旁边有装修垃圾没人清', '电梯厅地面有油渍，很滑', '草坪上有宠物粪便'],
    results: ['已清运并冲洗地面', '联系业主限期清理，当天清完', '加派保洁，增设提示牌'],
  },
  {
    code: 'noise',
    kind: 'event',
    weight: 22,
    scene: 'door',
    reports: ['午休时间楼上装修电钻不停', '广场音乐声音太大，孩子没法写作业', '夜里楼下有人大声打牌'],
    results: ['现场劝导，装修方承诺按时段施工', '与舞蹈队约定 20:30 结束并调低音量', '劝离并登记，夜巡加一班'],
  },
  {
    code: 'parking',
    kind: 'event',
    weight: 28,
    scene: 'outdoor',
    reports: ['有车停在消防通道上', '电动车飞线充电，从三楼拉下来', '楼道里停了两辆电动车', '车位被占，打电话没人接'],
    results: ['联系车主驶离，拍照登记', '拆除飞线，引导至充电棚', '清理楼道，逐户告知', '协助联系，已挪车'],
  },
  {
    code: 'other',
    kind: 'event',
    weight: 16,
    scene: 'outdoor',
    reports: ['宣传栏玻璃碎了，小孩容易碰到', '健身器材螺丝松了', '井盖有响声，晚上吵', '小区里有流浪狗，老人害怕'],
    results: ['更换玻璃并加贴警示', '紧固并上油，已试用', '垫胶圈处理，无异响', '联系犬只收容，已带走'],
  },
]

export const praise = [
  '来得很快，师傅很仔细',
  '干活利索，还把地擦干净了',
  '态度好，讲得也明白',
  '修好了，谢谢',
  '晚上八点还上门，辛苦了',
  '比预想的快',
] as const
export const complaint = ['等了两天才来', '修是修好了，墙面没补', '来了两次才修好', '约好的时间晚了一个小时', '响声还有一点'] as const
export const reopenReasons = ['第二天又开始滴水', '还是会跳闸', '过了一夜又堵了', '装上以后还是关不严', '灯又不亮了'] as const
export const pauseReasons = ['等配件，预计后天到', '住户不在家，改约周六上午', '需要关总阀，等楼上住户配合'] as const
export const deskNotes = ['请带长梯', '老人独居，请先电话联系', '住户下午在家', '第二次报修，请重点看'] as const
export const withdrawReasons = ['自己修好了', '重复提交了', '已经找了别人'] as const
