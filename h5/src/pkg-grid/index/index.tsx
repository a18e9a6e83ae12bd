export { default } from '../../../../miniapp/src/pkg-grid/index/index'
