import { archive, archiveCapability, f, type Values } from '../archive/index.ts'
import { text } from '../kernel/text.ts'

/** Public spaces, with the fourteen uses that the standard for future communities names. */
export const spaceArchive = archive({
  name: 'space',
  text: text('公共空间', 'Public space'),
  table: 'spaces',
  path: '/api/spaces',
  places: ['area', 'building', 'estate', 'community', 'grid'],
  title: ['name'],
  hint: ['purpose'],
  unique: [['spatialCode']],
  freshDays: 365,
  wanted: ['spatialCode', 'position', 'area', 'ownership', 'longitude', 'latitude', 'keeperName', 'hours'],
  groups: {
    basic: [
      '基本信息',
      'Basics',
      {
        name: f.text('空间名称', 'Name', { required: true, max: 60, find: 'pieces', list: 'shown' }),
        purpose: f.dictionary(
          '用途类型',
          'Use',
          'space-use',
          [
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
          { required: true, find: 'equal', list: 'shown' },
        ),
        spatialCode: f.code('浙江省建筑物空间编码', 'Zhejiang spatial code', { max: 40, find: 'equal', list: 'shown' }),
        position: f.text('地理位置', 'Position', { required: true, max: 100, list: 'shown' }),
        area: f.number('面积', 'Area', { unit: text('平方米', 'm²'), list: 'shown' }),
        ownership: f.choice(
          '产权归属',
          'Ownership',
          [
            ['public', '政府或集体', 'Public'],
            ['owners', '业主共有', 'Owners in common'],
            ['developer', '开发企业', 'Developer'],
            ['private', '其他权利人', 'Others'],
          ],
          { find: 'equal', list: 'shown' },
        ),
        owner: f.text('产权单位', 'Owner', { max: 80 }),
        longitude: f.number('经度', 'Longitude', { min: -180, max: 180, hint: text('CGCS2000', 'CGCS2000') }),
        latitude: f.number('纬度', 'Latitude', { min: -90, max: 90, hint: text('CGCS2000', 'CGCS2000') }),
      },
    ],
    service: [
      '开放与管理',
      'Opening and keeping',
      {
        capacity: f.whole('容纳人数', 'Holds', { max: 100_000, list: 'offered' }),
        hours: f.text('开放时间', 'Opening hours', { max: 60, list: 'offered' }),
        isBookable: f.flag('可预约', 'Can be booked', { find: 'equal', list: 'offered' }),
        isAccessible: f.flag('无障碍', 'Accessible', {}),
        operator: f.text('运营单位', 'Operator', { max: 80 }),
        keeperName: f.text('管理人', 'Keeper', { level: 'L3', mask: 'name', max: 40 }),
        keeperPhone: f.phone('管理电话', 'Phone of the keeper', {}),
        openedOn: f.day('启用日期', 'Opened on', {}),
        beds: f.whole('托位或床位数', 'Places or beds', { max: 10_000, hint: text('托育、日照中心填写', 'For nurseries and day care') }),
        meals: f.whole('日供餐份数', 'Meals a day', { max: 100_000, hint: text('社区食堂填写', 'For canteens') }),
        photos: f.files('空间照片', 'Photos', { max: 9 }),
        note: f.note('备注', 'Notes', { max: 300 }),
      },
    ],
  },
  derive: (values: Values) => ({ ...values, isBookable: values.isBookable ?? false }),
})

export const space = archiveCapability(spaceArchive)
