import {
  describeCredentials,
  describeDecisions,
  describeDenials,
  describeReload,
} from '@org/adapter-contract';
import { createNestDriver } from './contract-driver.js';
import { PLATFORMS } from './running-app.js';

for (const platform of PLATFORMS) {
  const driver = createNestDriver(platform);
  describeDenials(driver);
  describeDecisions(driver);
  describeCredentials(driver);
  describeReload(driver);
}
