import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'map',
      title: ['一张图', 'Map'],
      permission: 'map.read',
      menu: { group: 'work', order: 40, icon: 'globe' },
      keywords: 'yzt dt ditu map tuceng layer',
      help: [
        '左侧选择地点与图层，数量只计该边界之内；点击图上要素查看基本信息，下方列表与地图数据相同，可用键盘操作。\n圈选可查询任意范围；三维显示楼栋高度，可按楼层剖切。\n叠加图层收纳资源调查、规划管控、工程建设项目、公共专题、物联感知五类外部数据：添加 GeoJSON 文件并写明来源与日期，勾选即叠加，展开可逐项定位。\n三维模型可导入 glb 文件并填写锚点：导入后为待启用，在“核对与版本”中查看构件、范围与高度，启用后他人可见；修改与新文件都成为新版本，可随时回到旧版本或停用。',
        'Choose a place and layers on the left; numbers count what lies within its boundary. Click anything for what is known of it; the list below holds the same data and works by keyboard.\nDraw an area to ask what is in it; in 3D buildings stand at their height and can be cut at a floor.\nOverlays are data of others of five kinds: add a GeoJSON file with its source and date, tick it to see it, open it to go to each of its features.\nModels come as glb files with an anchor: a draft until somebody has looked at its elements, extent and heights and lets it count; every change is a revision, and an earlier one can count again.',
      ],
      load: () => import('./map-page.tsx'),
    },
    {
      path: 'map/edit',
      title: ['网格绘制', 'Draw grids'],
      permission: 'map.edit',
      help: [
        '拖动顶点修改边界，靠近相邻网格时自动吸附；共用的顶点一起移动。重叠与缝隙即时标出，重叠不能保存。支持撤销、拆分与合并，历次版本可查。',
        'Drag corners to change a boundary; near a neighbour they snap to it, and shared corners move together. Overlaps and slivers are marked at once; an overlap cannot be saved. Undo, split and merge; every version is kept.',
      ],
      load: () => import('./edit-page.tsx'),
    },
    {
      path: 'map/buildings/:id',
      title: ['楼栋模型', 'Model of a building'],
      permission: 'map.read',
      help: [
        '五个阶段（规划、设计、建设、运维、管理）的资料与状态按阶段查看；点击下方模型结构中的构件，只看挂在它上面的。登记时写明日期与来源；新状态另登一条，旧状态保留。\n导入 IFC 文件先预览将对应哪些楼层与房屋，确认后成为新版本；构件以 GlobalId 识别，换新版后已挂的资料仍在。只读结构，不读几何。',
        'Documents and states of planning, design, construction, operation and management by stage; click an element of the structure below to see only what hangs on it. Each has its date and source; a new state is a new entry, the earlier one stays.\nAn IFC file is previewed against floors and houses before it becomes a revision; elements are known by GlobalId, so what hangs on them stays. Structure is read, geometry is not.',
      ],
      load: () => import('./life/building-page.tsx'),
    },
  ],
  records: [{ subject: 'map-feature', icon: 'globe', path: (id) => `/map?id=${id}` }],
  panels: [],
}
