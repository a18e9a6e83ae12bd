export { default } from '../../../../miniapp/src/pkg-gov/notice/index'
