// The pages about a plan that was named travel together.
export { DetailsPage } from './details.tsx';
export { PlanPage } from './plan.tsx';
export { RefreshPage } from './refresh.tsx';
export { StopPage } from './stop.tsx';
