export { default } from '../../../../miniapp/src/pages/home/index'
