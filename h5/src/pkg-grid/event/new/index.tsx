export { default } from '../../../../../miniapp/src/pkg-grid/event/new/index'
