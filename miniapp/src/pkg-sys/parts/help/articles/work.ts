import { text } from '@liren/contract'
import type { PageKey } from '@/parts/page-keys'
import type { Article } from '../article'

const pool = {
  term: text('抢单池', 'Pool'),
  meaning: text('还没有人接的工单，先点先得，由服务器裁定', 'Orders nobody has; the first tap wins, the server decides'),
}
const clock = {
  term: text('时限', 'Deadline'),
  meaning: text('按类别设定的响应和完成时间，挂起时暂停', 'Set per category for answer and work; it stops while paused'),
}
const sync = {
  term: text('待送达', 'To be sent'),
  meaning: text(
    '已记录在手机、还没到服务器的步骤，联网后按顺序送达',
    'Steps on this phone that are sent in order when the network is back',
  ),
}

const keyPlace = {
  term: text('重点部位', 'Key place'),
  meaning: text(
    '按周期巡查的部位或设施，如水泵房、配电房、疏散通道',
    'A place or facility inspected by a plan, e.g. a pump room or a way out',
  ),
}
const recheck = {
  term: text('复查', 'Looking again'),
  meaning: text('再到现场看问题是否整改，不影响下次巡查日期', 'Seeing whether a finding was put right; the plan goes on as it was'),
}

export const workArticles = {
  'pkg-staff/index': {
    title: text('工作台', 'Workbench'),
    about: text('按时限排列的工单、抢单池和扫码', 'Orders by deadline, the pool and scanning'),
    steps: [
      text('进行中的工单离线也能打开', 'Orders under way open without network'),
      text('点工单进入，下方大按钮是下一步', 'In an order, the large key is the next step'),
      text('扫设备或工单码直接打开', 'Scan the code of an order to open it'),
    ],
    terms: [clock, sync],
    modules: ['repair', 'home'],
  },
  'pkg-staff/pool': {
    title: text('抢单池', 'Pool'),
    about: text('抢新的工单', 'Take new orders'),
    steps: [text('点“抢单”即接单', 'Tap “Take it”'), text('慢了一步会提示已被接走', 'If somebody was faster you are told')],
    terms: [pool],
    modules: ['repair'],
  },
  'pkg-staff/order': {
    title: text('工单处理', 'Working an order'),
    about: text('接单、到场、完工', 'Accept, arrive, finish'),
    steps: [
      text('到达后点“到场”，时间自动记录', 'Tap “Arrive” on the spot; the time is recorded'),
      text('完工先拍照，照片自动加时间、地点、人员水印', 'Photo first; time, place and worker are burnt in'),
      text('用料和说明选填', 'Materials and a note are optional'),
      text('缺配件或住户不在家，点“挂起”并写原因', 'Pause it with a reason when it has to wait'),
      text('没有信号照常操作，联网后自动送达', 'Work on without signal; it is sent later'),
    ],
    terms: [
      clock,
      sync,
      {
        term: text('挂起', 'Pause'),
        meaning: text('因客观原因暂停，时限暂停，居民能看到原因', 'Stops the clock for a reason that the resident sees'),
      },
    ],
    modules: ['repair', 'file', 'audit'],
  },
  'pkg-staff/alarms': {
    title: text('告警', 'Alarms'),
    about: text('设备告警，按等级排队', 'Alarms of devices, gravest first'),
    steps: [
      text('待受理的在最前，点开查看位置与设备', 'Those nobody took come first; open one for place and device'),
      text('同一设备重复上报只计次数，不重复派人', 'A device that says it again only counts up'),
      text('消防和设施隐患自动派单并推送给当班人员', 'Hazards of fire safety and facilities are pushed to whoever is on duty'),
    ],
    terms: [clock],
    modules: ['alarm', 'device', 'hazard'],
  },
  'pkg-staff/waste': {
    title: text('清运任务', 'Clearing'),
    about: text('满溢的垃圾桶，清空后拍照完成', 'Full bins; show by a photo that they are empty'),
    steps: [
      text('桶满到 90% 自动派到这里，并收到消息', 'A bin that is 90% full comes here, with a message'),
      text('清空后拍照完成；桶自己报空时任务自动结束', 'Empty it and take a photo; it ends by itself when the bin says so'),
    ],
    terms: [sync],
    modules: ['waste'],
  },
  'pkg-staff/keys': {
    title: text('重点部位巡查', 'Rounds'),
    about: text('今天要巡查的、逾期的和待复查的重点部位', 'Key places that are due, late or to be looked at again'),
    steps: [
      text('联网打开一次，待巡查的部位就存到手机，断网也能巡查', 'Open it once with network: what is due is on the phone from then on'),
      text('先做逾期的，再做今日的，“待复查”里看整改', 'The late ones first, then those of today; look again at what was found'),
      text('标“待发送”的会在联网后自动送出', 'What is “to be sent” leaves by itself'),
    ],
    terms: [keyPlace, sync],
    modules: ['hazard', 'place'],
  },
  'pkg-staff/key': {
    title: text('重点部位', 'Key place'),
    about: text('部位情况、待复查问题和巡查记录', 'What it is, what is open and what was found before'),
    steps: [
      text('点“开始巡查”逐项检查', 'Tap “Inspect” to go through its list'),
      text('问题整改后点“复查问题”，选已整改或未整改并拍照', 'Look again at a finding: put right or not yet, with a photo'),
      text('没有送出的填写会说明原因，可以载入后重新提交', 'What was not taken says why; take it up again and send it'),
    ],
    terms: [keyPlace, recheck],
    modules: ['hazard', 'file'],
  },
  'pkg-staff/key/inspect': {
    title: text('登记巡查', 'Inspection'),
    about: text('逐项填写巡查结果', 'The list of a place, item by item'),
    steps: [
      text('正常的点一下；都正常时点“其余都正常”', 'In order is one tap; the rest at once when all is well'),
      text('有问题的写明情况、严重程度和整改期限，可拍多张照片', 'What is wrong gets words, how bad, until when, and photos'),
      text('没写完可以离开，内容自动保存；断网提交会在联网后送出', 'Leave when you must, it is kept; without network it is sent later'),
    ],
    terms: [keyPlace, recheck, sync],
    modules: ['hazard', 'file', 'audit'],
  },
  'pkg-staff/talks': {
    title: text('住户消息', 'Residents'),
    about: text('答复您负责的住户，等得最久的在最前', 'Answer the residents you look after, who waits longest first'),
    steps: [
      text('点开一位住户，写下答复并发送', 'Open a resident, write the answer and send it'),
      text('首次答复的用时会被记录', 'The time to the first answer is recorded'),
    ],
    terms: [clock],
    modules: ['housekeeper'],
  },
  'pkg-staff/talk': {
    title: text('答复住户', 'Answer a resident'),
    about: text('看住户的请求与会话，答复并办结', 'Requests and words of a resident; answer, and say what is done'),
    steps: [
      text('没有网络时答复会存好，联网后送出', 'Without network the answer is kept and sent later'),
      text('服务做完后点“办结”，住户会收到通知', 'Tap “Done” once it is carried out; the resident is told'),
    ],
    terms: [clock, sync],
    modules: ['housekeeper', 'repair'],
  },
  'pkg-staff/alarm': {
    title: text('告警处置', 'Handling an alarm'),
    about: text('受理、处置、关闭', 'Accept, handle, close'),
    steps: [
      text('先点“受理”，值班台会看到您在处理', 'Tap “Accept” first: the desk sees that you are on it'),
      text('到现场后选属实、误报或测试，写经过并拍照', 'On the spot say real, false or test, with a note and photos'),
      text('主管核查后关闭；没有信号时会存好再送', 'A supervisor checks and closes; without signal it is kept and sent later'),
    ],
    terms: [clock, sync],
    modules: ['alarm', 'file', 'audit'],
  },
  'pkg-staff/order/new': {
    title: text('代客报修', 'Report for a resident'),
    about: text('接电话时替居民登记', 'While on the telephone'),
    steps: [
      text('填写报修人姓名和电话', 'Enter name and number'),
      text('选择房屋或公共区域，写一句话', 'Choose the place and say what is wrong'),
      text('提交后把编号告诉居民', 'Tell the resident the number'),
    ],
    terms: [clock],
    modules: ['repair'],
  },
  'pkg-grid/index': {
    title: text('网格工作台', 'Grid workbench'),
    about: text('上报事件，查看处理', 'Report events and follow them'),
    steps: [
      text('点“上报事件”，拍照、说一句话', 'Tap “Report an event”, photo and sentence'),
      text('下方是最近上报的处理进度', 'Below is how your reports go on'),
    ],
    terms: [
      {
        term: text('网格', 'Grid'),
        meaning: text('社区按片划分的管理单元，每片有专人负责', 'A part of the community with a worker in charge'),
      },
    ],
    modules: ['repair', 'place'],
  },
  'pkg-grid/event/new': {
    title: text('上报事件', 'Report an event'),
    about: text('发现问题马上上报', 'Report what you find at once'),
    steps: [
      text('拍照，写一句话', 'Photo and a sentence'),
      text('地点默认为所在小区，可改到具体位置', 'The place is your estate; make it more exact if you like'),
      text('附近已有人上报时可以跟进', 'Follow when somebody has reported it'),
    ],
    terms: [sync],
    modules: ['repair', 'file'],
  },
  'pkg-grid/event/list': {
    title: text('我的上报', 'My reports'),
    about: text('查看上报事件的处理', 'How your reports go on'),
    steps: [text('点一条看进度', 'Tap one for its progress')],
    terms: [clock],
    modules: ['repair'],
  },
  'pkg-grid/orgs': {
    title: text('单位隐患', 'Hazards of organisations'),
    about: text('检查发现与设备感知的隐患合计打分，分四级', 'What checks found and devices sensed adds up to a score of four levels'),
    steps: [
      text('按等级看网格内的单位，高分在前', 'See the organisations of your grid by level, the highest score first'),
      text('点开单位，看每项得分和是否已整改', 'Open one to see each item and whether it was put right'),
      text(
        '升级时收到预警，上门核查后到研判提示里确认',
        'You are warned as a level is crossed; check on the spot, then confirm it among the hints',
      ),
    ],
    terms: [
      {
        term: text('衰减', 'Fading'),
        meaning: text('未整改的逐渐降到一半，整改后逐渐清零', 'What stands falls to half with time, what was put right to nothing'),
      },
    ],
    modules: ['score', 'hint', 'org'],
  },
  'pkg-grid/hints': {
    title: text('研判提示', 'Hints'),
    about: text('系统从通行、档案和表具发现的疑似情况，由人核实', 'What models found in passages, files and meters, checked by a person'),
    steps: [
      text('点开提示，看规则、数字和依据的通行记录', 'Open a hint for its rule, figures and the passages behind it'),
      text('上门或现场核实后点“属实”', 'When you have checked and it is so, say so'),
      text('不属实时写明核实到的情况', 'When it is not, say what you found'),
    ],
    terms: [
      {
        term: text('把握', 'How sure'),
        meaning: text('规则对这条提示的把握，不代表结论', 'How sure the rule is; it decides nothing by itself'),
      },
    ],
    modules: ['hint', 'passage'],
  },
  'pkg-grid/map': {
    title: text('网格地图', 'Map of my grid'),
    about: text('网格边界、今天要走访的房屋和待核实的提示', 'The line of the grid, the houses to visit today and the hints to check'),
    steps: [
      text('点图上的标记或下面的一行，地图对准那里', 'Tap a mark or a row: the map turns there'),
      text('再点一次打开走访或提示', 'Tap once more to open the visit or the hints'),
      text('负责多个小区时，在上方切换', 'With several estates, switch above'),
    ],
    terms: [
      {
        term: text('网格边界', 'Line of the grid'),
        meaning: text('您负责的范围，由社区在后台绘制', 'The ground you answer for, drawn by the community in the back office'),
      },
    ],
    modules: ['map', 'visit', 'hint'],
  },
  'pkg-grid/leases': {
    title: text('租约核实', 'Verify leases'),
    about: text('核实房东登记的租约和租客，跟进已到期的租约', 'Verify what landlords registered, and follow up what has expired'),
    steps: [
      text('点开一份租约，核对房东、租客和租期', 'Open a lease and compare landlord, tenants and time'),
      text('属实点“属实”，同时写入房屋档案', 'If it is so, one tap; it goes on the file of the house too'),
      text('不符时写明哪里不符，房东可以重新登记', 'If not, say what; the landlord may register it anew'),
      text('已到期的在“已到期”里，租客搬走后结束租约', 'Expired ones have a list of their own; end them when the tenants have left'),
    ],
    terms: [
      {
        term: text('已到期', 'Expired'),
        meaning: text('租期已过而没有人结束的租约', 'A lease whose time is over and that nobody has ended'),
      },
    ],
    modules: ['lease', 'house'],
  },
  'pkg-grid/visits': {
    title: text('走访任务', 'Visits'),
    about: text(
      '按路线走访，联网时自动把当天资料存到手机，断网也能走完',
      'Houses in the order of the way; the day is on the phone before the network goes',
    ),
    steps: [
      text('按楼栋、单元从上到下排好，点一户进入', 'Sorted by building and unit, top floor first; tap one'),
      text('标“待发送”的会在联网后自动送出', 'What is “waiting to be sent” leaves by itself'),
      text('标“需核对”的点进去比较后再提交', 'What is “to be compared” waits for your decision'),
    ],
    terms: [sync],
    modules: ['visit', 'place'],
  },
  'pkg-grid/visit': {
    title: text('走访', 'Visit'),
    about: text('资料已经带出，没有变化点一下即可', 'Everything known is there; nothing changed is one tap'),
    steps: [
      text('没有变化，点“信息无变化”', 'Nothing has changed: one tap'),
      text('有变化，只改变的项；改过的会标出原来的内容', 'Otherwise change only what differs; what was there stays in sight'),
      text('身份、住址和人脸提交后须他人复核', 'Identity, addresses and faces are reviewed by somebody else'),
      text(
        '先宣读告知内容，本人同意后再采集新人员；保密协议到期后走访页会关闭',
        'Read out the notice and collect somebody new only after a yes; pages close when your agreement expires',
      ),
      text('人脸须本人单独同意，不同意不影响走访', 'A face needs a consent of its own; without it the visit goes on'),
    ],
    terms: [
      sync,
      {
        term: text('在家判断', 'At home or not'),
        meaning: text(
          '按通行和同意采集的用能推断，附依据，只用于安排走访；无法判断时照常走访',
          'Told from passages and from meters of households that agreed, with its reasons, only to plan visits; where it is unknown, visit as ever',
        ),
      },
      { term: text('复核', 'Review'), meaning: text('另一位工作人员核对后才写入档案', 'Somebody else looks at it before it is on file') },
    ],
    modules: ['visit', 'entry', 'face', 'house', 'person', 'vehicle', 'athome'],
  },
  'pkg-grid/visit/conflict': {
    title: text('核对冲突', 'Compare'),
    about: text('离线走访期间档案被他人修改时，在这里比较', 'Where files were changed while you were out'),
    steps: [
      text('逐项比较您填写的和档案现在的内容', 'Compare what you typed with what is on file'),
      text('仍以您的为准就重新提交，否则放弃', 'Send yours again, or throw it away'),
    ],
    terms: [sync],
    modules: ['visit'],
  },
} as const satisfies Partial<Record<PageKey, Article>>
