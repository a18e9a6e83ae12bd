import type { FirstDictionary } from './plant.ts'

/** First tags of every archive; those of people came with their archive. */
export const tagDictionaries: readonly FirstDictionary[] = [
  {
    code: 'person-attention',
    text: ['人员关注标签', 'Attention to people'],
    items: [
      ['alone', '独居老人', 'Old and living alone'],
      ['hardship', '困难家庭', 'In hardship'],
      ['disability', '残疾照护', 'Disability'],
      ['mental-care', '心理关爱', 'Mental care'],
      ['correction', '社区矫正', 'Community correction'],
      ['released', '刑释帮扶', 'Released from prison'],
      ['petition', '信访关注', 'Petitions'],
    ],
  },
  {
    code: 'house-tag',
    text: ['房屋标签', 'Tags of houses'],
    items: [
      ['works', '装修中', 'Under works'],
      ['smoke-alarm', '已装烟感', 'Has a smoke alarm'],
      ['many-people', '人员密集', 'Many people'],
      ['call-first', '先联系再上门', 'Call before coming'],
    ],
  },
  {
    code: 'building-tag',
    text: ['楼栋标签', 'Tags of buildings'],
    items: [
      ['high-rise', '高层', 'High-rise'],
      ['old', '老旧楼', 'Old'],
      ['lift-added', '加装电梯', 'Lift added'],
      ['no-lift', '无电梯', 'No lift'],
    ],
  },
  {
    code: 'vehicle-tag',
    text: ['车辆标签', 'Tags of vehicles'],
    items: [
      ['delivery', '配送车辆', 'Delivery'],
      ['staff', '工作车辆', 'Staff'],
      ['accessible', '残疾人专用', 'Accessible'],
    ],
  },
  {
    code: 'org-tag',
    text: ['单位标签', 'Tags of organisations'],
    items: [
      ['fire-key', '消防重点单位', 'Key for fire safety'],
      ['trusted', '诚信商户', 'Trusted trader'],
      ['late', '夜间营业', 'Open at night'],
    ],
  },
  {
    code: 'space-tag',
    text: ['公共空间标签', 'Tags of spaces'],
    items: [
      ['shelter', '避难场所', 'Shelter'],
      ['volunteer-post', '志愿服务点', 'Volunteers’ post'],
      ['night', '夜间开放', 'Open at night'],
    ],
  },
  {
    code: 'parking-tag',
    text: ['车位标签', 'Tags of parking spaces'],
    items: [
      ['reserved', '预留', 'Reserved'],
      ['leak', '渗漏待修', 'Leaking'],
    ],
  },
  {
    code: 'grid-tag',
    text: ['网格标签', 'Tags of grids'],
    items: [
      ['model', '示范网格', 'Model grid'],
      ['key', '重点网格', 'Needs attention'],
    ],
  },
  {
    code: 'family-tag',
    text: ['家庭户标签', 'Tags of households'],
    items: [
      ['model', '文明家庭', 'Model household'],
      ['volunteer', '志愿家庭', 'Volunteers'],
      ['pet', '养宠家庭', 'Keeps a pet'],
    ],
  },
]
