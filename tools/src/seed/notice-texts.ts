import type { NoticeAudience, NoticeCategory, NoticePublisher } from '@liren/contract/capabilities/notice'

export interface NoticeText {
  readonly category: NoticeCategory
  readonly by: NoticePublisher
  readonly title: string
  readonly body: string
  readonly en?: readonly [title: string, body: string]
  readonly audience?: NoticeAudience
  readonly service?: string
}

/** Read today, the newest first. */
export const current: readonly NoticeText[] = [
  {
    ...{ category: 'emergency', by: 'community', audience: 'public', title: '雷雨大风黄色预警：请收好阳台物品' },
    body: '气象台发布雷雨大风黄色预警，预计今天傍晚到夜间有七到八级阵风。\n## 请您做到\n- 收好阳台花盆、晾衣架和空调外机上的杂物\n- 不在树下、广告牌下停车\n- 关好门窗，少出门\n需要帮助请拨打社区值班电话，或在“报事报修”中选择紧急事项。',
    en: [
      'Thunderstorm and gale warning: please clear your balcony',
      'Gusts of force 7 to 8 are expected from this evening into the night.\n- Take in flower pots and drying racks\n- Do not park under trees or signs\n- Close windows and stay in',
    ],
    service: 'repair',
  },
  {
    ...{ category: 'announcement', by: 'property', title: '生活水箱清洗停水通知' },
    body: '为保障饮水卫生，物业将清洗生活水箱，届时停水。\n| 楼栋 | 停水时间 |\n| --- | --- |\n| 1–3 幢 | 周六 9:00–12:00 |\n| 4–6 幢 | 周六 13:00–16:00 |\n| 其他楼栋 | 周日 9:00–16:00 |\n请提前储水，来水后先放一两分钟再用。',
    en: [
      'Water will be off while tanks are cleaned',
      'The drinking water tanks are cleaned this weekend. Please store water beforehand and let it run for a minute afterwards.',
    ],
  },
  {
    ...{ category: 'affairs', by: 'committee', audience: 'public', title: '医保、社保业务可在社区代办' },
    body: '每周二、周四上午，社区服务中心代办医保参保登记、社保卡补换和异地就医备案。\n## 要带什么\n- 身份证原件\n- 户口簿（为家人办理时）\n行动不便的居民可以预约上门。',
  },
  {
    ...{ category: 'repair-service', by: 'property', title: '入户维修价目更新', service: 'repair' },
    body: '水电、门锁、灯具的入户维修价目已更新，小件换新免收上门费。\n- 更换水龙头：人工 30 元\n- 疏通地漏：人工 40 元\n- 更换灯具：人工 25 元\n报修时选择“我家”，师傅接单后会先与您确认费用。',
  },
  {
    ...{ category: 'openness', by: 'street', audience: 'public', title: '云溪街道民生实事项目进度' },
    body: '| 项目 | 计划 | 进度 |\n| --- | --- | --- |\n| 加装电梯 | 12 台 | 已完成 7 台 |\n| 适老化改造 | 80 户 | 已完成 61 户 |\n| 口袋公园 | 3 处 | 已开放 2 处 |',
  },
  {
    ...{ category: 'policy', by: 'street', audience: 'public', title: '电动自行车停放充电规定解读' },
    body: '# 三个不得\n- 不得在楼道、门厅停放和充电\n- 不得飞线充电\n- 不得将电池带入电梯\n小区充电口的位置和空闲情况，可在“附近充电”里查看。',
    service: 'charging',
  },
  {
    ...{ category: 'oversight', by: 'street', audience: 'public', title: '物业服务投诉与监督渠道' },
    body: '对物业服务不满意，可以先在“报事报修”中反映；三个工作日没有答复的，可向社区居委会和街道城管办反映，街道每月公布处理结果。',
    service: 'repair',
  },
  {
    ...{ category: 'convenience', by: 'community', audience: 'public', title: '周六便民服务日' },
    body: '周六 8:30–11:30，中心花园：磨刀、修伞、量血压、义剪。先到先得，长者优先。',
  },
  {
    ...{ category: 'publicity', by: 'committee', audience: 'public', title: '上季度服务机构评议结果' },
    body: '# 居民评议结果\n| 机构 | 参评人数 | 满意率 |\n| --- | --- | --- |\n| 物业服务中心 | 412 | 93% |\n| 社区食堂 | 287 | 96% |\n| 养老服务站 | 164 | 95% |\n评议期间共收到意见 38 条，已答复 38 条。',
  },
  {
    ...{ category: 'publicity', by: 'property', audience: 'owners', title: '上季度公共收益收支公示' },
    body: '| 项目 | 收入（元） | 支出（元） |\n| --- | --- | --- |\n| 停车场地 | 86,400 | — |\n| 广告位 | 12,000 | — |\n| 绿化补种 | — | 21,350 |\n| 门禁更换 | — | 18,900 |\n如有疑问请到物业前台查阅票据。',
  },
  {
    ...{ category: 'merchant', by: 'community', audience: 'public', title: '江临锁业换锁芯八折', service: 'merchants' },
    body: '本月在“维修商家”下单更换 C 级锁芯享八折，含上门和旧锁回收。',
  },
  {
    category: 'advert',
    by: 'community',
    audience: 'public',
    title: '社区底商 86 平方米招租',
    body: '临街，可做轻餐饮。有意者请到社区服务中心登记看铺。',
  },
  {
    category: 'news',
    by: 'committee',
    audience: 'public',
    title: '“楼道换新”志愿活动收官',
    body: '两周里 96 位居民清理了 34 个楼道，清运杂物 5.2 吨。感谢每一位伸手的邻居。',
  },
  {
    category: 'neighbour',
    by: 'community',
    title: '捡到一串钥匙，在门岗等您',
    body: '昨天傍晚有人在儿童乐园捡到一串钥匙，挂着蓝色小熊。请失主到门岗认领。',
  },
  {
    category: 'announcement',
    by: 'property',
    audience: 'staff',
    title: '雷雨大风值班安排（内部）',
    body: '- 前台 24 小时有人\n- 维修组两人备勤，先查地库排水泵\n- 门岗每小时巡查外墙悬挂物一次',
  },
]

/** Over by now, one for each week that has passed; kept in the archive. */
export const past: readonly NoticeText[] = [
  { category: 'announcement', by: 'property', title: '电梯年度检验', body: '检验期间每台电梯停用约两小时，请错峰出行。' },
  { category: 'convenience', by: 'community', audience: 'public', title: '流动血压站', body: '周三上午在活动室免费测血压、血糖。' },
  {
    category: 'news',
    by: 'committee',
    audience: 'public',
    title: '邻里读书会第十二期',
    body: '本期共读《平凡的世界》，二十一位居民到场。',
  },
  {
    category: 'policy',
    by: 'street',
    audience: 'public',
    title: '生活垃圾分类新规',
    body: '厨余垃圾须破袋投放，大件垃圾预约清运。',
    service: 'waste',
  },
  {
    category: 'publicity',
    by: 'committee',
    audience: 'public',
    title: '困难家庭救助名单公示',
    body: '经评议拟救助 6 户，公示期内可向居委会反映。',
  },
  { category: 'announcement', by: 'property', title: '外墙清洗', body: '作业期间请关好窗户，收回晾晒衣物。' },
  { category: 'affairs', by: 'committee', audience: 'public', title: '居住证集中办理', body: '周五下午民警到社区现场办理居住证。' },
  {
    category: 'emergency',
    by: 'community',
    audience: 'public',
    title: '高温橙色预警',
    body: '最高气温将达 38 摄氏度，长者请避免午后外出。',
  },
]

/** Not out yet: what is being written, what waits for a review, what was sent back, what waits for its hour. */
export const waiting: readonly (NoticeText & { readonly state: 'draft' | 'submitted' | 'returned' | 'scheduled' })[] = [
  { state: 'draft', category: 'announcement', by: 'property', title: '绿化补种安排', body: '拟在中心花园补种桂花和麦冬。' },
  {
    state: 'submitted',
    category: 'announcement',
    by: 'property',
    title: '地库照明改造',
    body: '地库灯具将换成感应照明，分区施工，预计五天。',
  },
  { state: 'returned', category: 'convenience', by: 'property', title: '旧衣回收点调整', body: '旧衣回收箱移到东门内侧。' },
  {
    state: 'scheduled',
    category: 'news',
    by: 'committee',
    audience: 'public',
    title: '重阳敬老宴报名',
    body: '六十岁以上居民可在社区服务中心报名，名额 80 位。',
  },
]
