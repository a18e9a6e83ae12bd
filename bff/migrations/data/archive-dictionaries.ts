import type { FirstDictionary } from './plant.ts'

export const houseDictionaries: readonly FirstDictionary[] = [
  {
    code: 'house-layout',
    text: ['户型', 'Layout'],
    items: [
      ['1-1', '一室一厅', 'One room, one hall'],
      ['2-1', '两室一厅', 'Two rooms, one hall'],
      ['2-2', '两室两厅', 'Two rooms, two halls'],
      ['3-1', '三室一厅', 'Three rooms, one hall'],
      ['3-2', '三室两厅', 'Three rooms, two halls'],
      ['4-2', '四室两厅', 'Four rooms, two halls'],
      ['loft', '跃层', 'Two floors'],
      ['shop', '商铺', 'Shop'],
    ],
  },
]

export const orgDictionaries: readonly FirstDictionary[] = [
  {
    code: 'industry',
    text: ['行业类别', 'Industry'],
    items: [
      ['catering', '餐饮', 'Catering'],
      ['retail', '零售', 'Retail'],
      ['service', '居民服务', 'Services to residents'],
      ['education', '教育培训', 'Education'],
      ['health', '医疗卫生', 'Health'],
      ['manufacture', '生产加工', 'Manufacture'],
      ['logistics', '物流快递', 'Logistics'],
      ['it', '信息技术', 'Information technology'],
      ['culture', '文体娱乐', 'Culture and sport'],
      ['lodging', '住宿', 'Lodging'],
      ['finance', '金融', 'Finance'],
      ['estate', '房产物业', 'Real estate'],
      ['other', '其他', 'Other'],
    ],
  },
]

export const personDictionaries: readonly FirstDictionary[] = [
  {
    code: 'ethnicity',
    text: ['民族', 'Ethnic group'],
    items: [
      ['han', '汉族', 'Han'],
      ['she', '畲族', 'She'],
      ['hui', '回族', 'Hui'],
      ['manchu', '满族', 'Manchu'],
      ['miao', '苗族', 'Miao'],
      ['tujia', '土家族', 'Tujia'],
      ['zhuang', '壮族', 'Zhuang'],
      ['mongol', '蒙古族', 'Mongol'],
      ['uyghur', '维吾尔族', 'Uyghur'],
      ['tibetan', '藏族', 'Tibetan'],
      ['dong', '侗族', 'Dong'],
      ['yi', '彝族', 'Yi'],
      ['bouyei', '布依族', 'Bouyei'],
      ['korean', '朝鲜族', 'Korean'],
      ['other', '其他民族', 'Other'],
    ],
  },
  {
    code: 'occupation',
    text: ['职业', 'Occupation'],
    items: [
      ['official', '机关事业单位', 'Public service'],
      ['professional', '专业技术人员', 'Professional'],
      ['clerk', '企业职员', 'Employee'],
      ['service', '商业服务业', 'Trade and services'],
      ['worker', '生产运输工人', 'Worker'],
      ['farmer', '农林牧渔', 'Farming and fishing'],
      ['self-employed', '个体经营', 'Self-employed'],
      ['student', '学生', 'Student'],
      ['retired', '离退休', 'Retired'],
      ['homemaker', '家务', 'Homemaker'],
      ['unemployed', '待业', 'Looking for work'],
      ['other', '其他', 'Other'],
    ],
  },
  {
    code: 'key-person',
    text: ['重点人员类别', 'Class of attention'],
    items: [
      ['correction', '社区矫正对象', 'Community correction'],
      ['released', '刑满释放人员', 'Released from prison'],
      ['drugs', '吸毒人员', 'Drug user'],
      ['mental', '严重精神障碍患者', 'Severe mental disorder'],
      ['minor', '重点青少年', 'Minor at risk'],
      ['petition', '信访重点人员', 'Petitioner'],
      ['care', '特殊关爱对象', 'In special need of care'],
    ],
  },
  {
    code: 'person-tag',
    text: ['人员标签', 'Tags of people'],
    items: [
      ['resident', '居民', 'Resident'],
      ['community-manager', '社区管理人员', 'Community manager'],
      ['grid-staff', '网格人员', 'Grid staff'],
      ['property-staff', '物业人员', 'Property staff'],
      ['provider', '服务商人员', 'Service provider'],
      ['visitor', '访客', 'Visitor'],
      ['volunteer', '志愿者', 'Volunteer'],
      ['party-household', '党员家庭', 'Party household'],
      ['pet', '养宠家庭', 'Keeps a pet'],
      ['newcomer', '新居民', 'Newcomer'],
      ['committee', '业委会成员', 'Owners’ committee'],
      ['building-leader', '楼道长', 'Building leader'],
    ],
  },
]

export const spaceDictionaries: readonly FirstDictionary[] = [
  {
    code: 'space-use',
    text: ['用途类型', 'Use'],
    items: [
      ['party', '党群服务中心', 'Party and community centre'],
      ['neighbour', '邻里中心', 'Neighbourhood centre'],
      ['clinic', '卫生服务中心', 'Health centre'],
      ['health-station', '智慧健康站', 'Health station'],
      ['culture-hall', '文化礼堂', 'Culture hall'],
      ['school-hall', '幸福学堂', 'Learning hall'],
      ['library', '共享书房', 'Shared library'],
      ['activity', '共享活动室', 'Shared activity room'],
      ['canteen', '社区食堂', 'Community canteen'],
      ['day-care', '康养日照中心', 'Day care for the old'],
      ['nursery', '托育中心', 'Nursery'],
      ['kindergarten', '幼儿园', 'Kindergarten'],
      ['primary', '小学', 'Primary school'],
      ['sports', '体育公园', 'Sports park'],
    ],
  },
]
