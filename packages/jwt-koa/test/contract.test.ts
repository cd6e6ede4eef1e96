import {
  describeCredentials,
  describeDecisions,
  describeDenials,
  describePromised,
  describeReload,
} from '@org/adapter-contract';
import { koaDriver } from './contract-driver.js';

describeDenials(koaDriver);
describeDecisions(koaDriver);
describePromised(koaDriver);
describeCredentials(koaDriver);
describeReload(koaDriver);
