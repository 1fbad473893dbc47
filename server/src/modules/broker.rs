//! The paper broker: routes follow an account's events, requests go to the desk.

use std::sync::Arc;
use std::time::Duration;

use specwire_generated::broker::models::{
    AccountId, AccountState, AccountStateRequest, BrokerConnection,
    BrokerConnectionSubscriptionRequest, CancelOrder, Equity, EquitySubscriptionRequest, Execution,
    ExecutionsSubscriptionRequest, ModifyOrder, Notification, NotificationsSubscriptionRequest,
    Order, OrdersSubscriptionRequest, PlaceOrder, Position, PositionsSubscriptionRequest,
};
use specwire_generated::broker::services::{
    AccountStateService, BrokerConnectionService, EquityService, ExecutionsService,
    NotificationsService, OrdersCancelService, OrdersModifyService, OrdersPlaceService,
    OrdersService, PositionsService,
};
use specwire_runtime::{Caller, Publisher, ServiceError};
use tokio::time::interval;

use crate::auth::owns;
use crate::desk::{Event, Events, Refusal};
use crate::live::{Feed, Floor, now};
use crate::view::broker as view;

/// How often the market moves the value of positions and of the account.
const REVALUE: Duration = Duration::from_secs(1);
const EQUITY_INTERVAL: Duration = Duration::from_millis(500);

/// How often the link is looked at, and how many looks pass between two reports of an unchanged one.
const LINK_INTERVAL: Duration = Duration::from_millis(500);
const LINK_REPORT: u32 = 10;

/// The module's services.
#[derive(Debug)]
pub struct Broker {
    floor: Arc<Floor>,
}

impl Broker {
    pub fn new(floor: Arc<Floor>) -> Broker {
        Broker { floor }
    }

    /// The account's events, once it is open.
    fn follow(&self, account: &str) -> Result<Feed<Event>, ServiceError> {
        self.floor.desk().account(account).map_err(refused)?;
        Ok(self.floor.account(account))
    }

    /// Answers a request of the desk's and tells the account's followers.
    fn done(
        &self,
        account: &AccountId,
        result: Result<(crate::desk::Order, Events), Refusal>,
    ) -> Result<Order, ServiceError> {
        let (order, events) = result.map_err(refused)?;
        self.floor.tell(events);
        Ok(view::order(account, &order))
    }
}

fn refused(refusal: Refusal) -> ServiceError {
    ServiceError::new(refusal.code(), refusal.message())
}

impl OrdersService for Broker {
    async fn authorize(
        &self,
        caller: &Caller,
        params: &OrdersSubscriptionRequest,
    ) -> Result<(), ServiceError> {
        owns(caller, &params.account_id)
    }

    async fn start(
        &self,
        params: OrdersSubscriptionRequest,
        publisher: Publisher<Order>,
    ) -> Result<(), ServiceError> {
        let mut events = self.follow(&params.account_id)?;
        let account = params.account_id;
        publisher.clone().spawn(async move {
            while let Some(event) = events.next().await {
                if let Event::Order(order) = event {
                    publisher.publish(&view::order(&account, &order));
                }
            }
        });
        Ok(())
    }

    async fn stop(&self, _: OrdersSubscriptionRequest) {}
}

impl PositionsService for Broker {
    async fn authorize(
        &self,
        caller: &Caller,
        params: &PositionsSubscriptionRequest,
    ) -> Result<(), ServiceError> {
        owns(caller, &params.account_id)
    }

    async fn start(
        &self,
        params: PositionsSubscriptionRequest,
        publisher: Publisher<Position>,
    ) -> Result<(), ServiceError> {
        let mut events = self.follow(&params.account_id)?;
        let (floor, account) = (Arc::clone(&self.floor), params.account_id);
        publisher.clone().spawn(async move {
            let mut clock = interval(REVALUE);
            loop {
                let changed = tokio::select! {
                    event = events.next() => match event {
                        Some(Event::Position(symbol)) => view::position(&mut floor.desk(), &account, &symbol).into_iter().collect(),
                        Some(_) => continue,
                        None => return,
                    },
                    _ = clock.tick() => view::positions(&mut floor.desk(), &account),
                };
                for position in &changed {
                    publisher.publish(position);
                }
            }
        });
        Ok(())
    }

    async fn stop(&self, _: PositionsSubscriptionRequest) {}
}

impl ExecutionsService for Broker {
    async fn authorize(
        &self,
        caller: &Caller,
        params: &ExecutionsSubscriptionRequest,
    ) -> Result<(), ServiceError> {
        owns(caller, &params.account_id)
    }

    async fn start(
        &self,
        params: ExecutionsSubscriptionRequest,
        publisher: Publisher<Execution>,
    ) -> Result<(), ServiceError> {
        let mut events = self.follow(&params.account_id)?;
        let (account, symbol) = (params.account_id, params.symbol);
        publisher.clone().spawn(async move {
            while let Some(event) = events.next().await {
                match event {
                    Event::Execution(execution)
                        if symbol.is_empty() || execution.symbol == symbol =>
                    {
                        publisher.publish(&view::execution(&account, &execution));
                    }
                    _ => {}
                }
            }
        });
        Ok(())
    }

    async fn stop(&self, _: ExecutionsSubscriptionRequest) {}
}

impl EquityService for Broker {
    async fn authorize(
        &self,
        caller: &Caller,
        params: &EquitySubscriptionRequest,
    ) -> Result<(), ServiceError> {
        owns(caller, &params.account_id)
    }

    async fn start(
        &self,
        params: EquitySubscriptionRequest,
        publisher: Publisher<Equity>,
    ) -> Result<(), ServiceError> {
        self.floor
            .desk()
            .account(&params.account_id)
            .map_err(refused)?;
        let (floor, account) = (Arc::clone(&self.floor), params.account_id);
        publisher.clone().spawn(async move {
            let mut clock = interval(EQUITY_INTERVAL);
            let mut known = None;
            loop {
                clock.tick().await;
                let worth = floor.desk().worth(&account).ok();
                if let Some(worth) = worth.filter(|worth| known.as_ref() != Some(worth)) {
                    publisher.publish(&view::equity(&account, &worth, now()));
                    known = Some(worth);
                }
            }
        });
        Ok(())
    }

    async fn stop(&self, _: EquitySubscriptionRequest) {}
}

impl BrokerConnectionService for Broker {
    async fn authorize(
        &self,
        caller: &Caller,
        params: &BrokerConnectionSubscriptionRequest,
    ) -> Result<(), ServiceError> {
        owns(caller, &params.account_id)
    }

    async fn start(
        &self,
        params: BrokerConnectionSubscriptionRequest,
        publisher: Publisher<BrokerConnection>,
    ) -> Result<(), ServiceError> {
        let (floor, account) = (Arc::clone(&self.floor), params.account_id);
        publisher.clone().spawn(async move {
            let (mut clock, mut looks, mut known) = (interval(LINK_INTERVAL), 0_u32, None);
            loop {
                clock.tick().await;
                let link = floor.desk().link();
                if known != Some(link.status) || looks.is_multiple_of(LINK_REPORT) {
                    known = Some(link.status);
                    publisher.publish(&view::connection(&account, &link));
                }
                looks = looks.wrapping_add(1);
            }
        });
        Ok(())
    }

    async fn stop(&self, _: BrokerConnectionSubscriptionRequest) {}
}

impl NotificationsService for Broker {
    async fn authorize(
        &self,
        caller: &Caller,
        params: &NotificationsSubscriptionRequest,
    ) -> Result<(), ServiceError> {
        owns(caller, &params.account_id)
    }

    async fn start(
        &self,
        params: NotificationsSubscriptionRequest,
        publisher: Publisher<Notification>,
    ) -> Result<(), ServiceError> {
        let mut events = self.follow(&params.account_id)?;
        let account = params.account_id;
        publisher.clone().spawn(async move {
            while let Some(event) = events.next().await {
                if let Event::Note(note) = event {
                    publisher.publish(&view::notification(&account, &note));
                }
            }
        });
        Ok(())
    }

    async fn stop(&self, _: NotificationsSubscriptionRequest) {}
}

impl OrdersPlaceService for Broker {
    async fn orders_place(
        &self,
        caller: &Caller,
        payload: PlaceOrder,
    ) -> Result<Order, ServiceError> {
        owns(caller, &payload.account_id)?;
        let (account, ticket) = (payload.account_id.clone(), view::ticket(payload));
        let result = self.floor.desk().place(&account, ticket, now());
        self.done(&account, result)
    }
}

impl OrdersModifyService for Broker {
    async fn orders_modify(
        &self,
        caller: &Caller,
        payload: ModifyOrder,
    ) -> Result<Order, ServiceError> {
        owns(caller, &payload.account_id)?;
        let change = view::change(&payload).map_err(refused)?;
        let result =
            self.floor
                .desk()
                .modify(&payload.account_id, &payload.order_id, change, now());
        self.done(&payload.account_id, result)
    }
}

impl OrdersCancelService for Broker {
    async fn orders_cancel(
        &self,
        caller: &Caller,
        payload: CancelOrder,
    ) -> Result<Order, ServiceError> {
        owns(caller, &payload.account_id)?;
        let result = self
            .floor
            .desk()
            .cancel(&payload.account_id, &payload.order_id, now());
        self.done(&payload.account_id, result)
    }
}

impl AccountStateService for Broker {
    async fn account_state(
        &self,
        caller: &Caller,
        payload: AccountStateRequest,
    ) -> Result<AccountState, ServiceError> {
        owns(caller, &payload.account_id)?;
        view::state(&mut self.floor.desk(), &payload.account_id, now()).map_err(refused)
    }
}
