export { default } from '../../../../../miniapp/src/pkg-grid/event/list/index'
