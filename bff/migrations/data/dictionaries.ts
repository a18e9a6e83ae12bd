interface FirstDictionary {
  readonly code: string
  readonly text: readonly [zh: string, en: string]
  readonly items: readonly (readonly [code: string, zh: string, en: string])[]
}

/** Lists of words that people choose from and that a community may extend. */
export const firstDictionaries: readonly FirstDictionary[] = [
  {
    code: 'pause-reason',
    text: ['挂起原因', 'Reasons to pause'],
    items: [
      ['parts', '等待配件', 'Waiting for parts'],
      ['absent', '业主不在家', 'Nobody at home'],
      ['contractor', '等待厂家', 'Waiting for the manufacturer'],
      ['weather', '天气原因', 'Weather'],
    ],
  },
  {
    code: 'decline-reason',
    text: ['退单原因', 'Reasons to decline'],
    items: [
      ['busy', '手头任务过多', 'Too much in hand'],
      ['skill', '不属于我的工种', 'Not my trade'],
      ['area', '不在我的区域', 'Not my area'],
    ],
  },
  {
    code: 'return-reason',
    text: ['退回原因', 'Reasons to send back'],
    items: [
      ['unclear', '描述不清', 'Description unclear'],
      ['duplicate', '重复上报', 'Reported already'],
      ['outside', '不属于物业范围', 'Not ours to repair'],
    ],
  },
  {
    code: 'material',
    text: ['维修材料', 'Materials'],
    items: [
      ['tap', '水龙头', 'Tap'],
      ['valve', '角阀', 'Angle valve'],
      ['hose', '软管', 'Hose'],
      ['bulb', '灯泡', 'Bulb'],
      ['switch', '开关面板', 'Switch'],
      ['lock', '锁芯', 'Lock cylinder'],
      ['other', '其他', 'Other'],
    ],
  },
  {
    code: 'nationality',
    text: ['民族', 'Ethnic group'],
    items: [
      ['han', '汉族', 'Han'],
      ['hui', '回族', 'Hui'],
      ['zhuang', '壮族', 'Zhuang'],
      ['manchu', '满族', 'Manchu'],
      ['miao', '苗族', 'Miao'],
      ['other', '其他', 'Other'],
    ],
  },
]
