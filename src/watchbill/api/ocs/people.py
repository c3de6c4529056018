"""Customers and contacts."""

from watchbill.api.json import Answer, answer
from watchbill.api.ocs.asking import Ask, Later, Route, tagged
from watchbill.api.ocs.wire import (
    boolean_filter,
    contact_to,
    contact_wish_from,
    customer_name_from,
    customer_to,
    customer_tree_to,
    id_filter,
    id_from,
    search_from,
)
from watchbill.api.paging import order_from
from watchbill.api.tags import lock_tagged
from watchbill.domain.access import check_role
from watchbill.domain.contacts import (
    CustomerTree,
    add_contact,
    add_customer,
    change_contact,
    change_customer,
    customer_tree,
    deactivate_contact,
    find_contact,
    find_customer,
    list_contacts,
)
from watchbill.domain.endings import end_customer
from watchbill.domain.model import Contact, ContactId, CustomerId, Role
from watchbill.domain.ports import Reads, Writes

CONTACT_ORDER = {
    "id": "id",
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "created": "created_at",
    "updated": "updated_at",
}


async def tree(ask: Ask, reads: Reads) -> Answer:
    """The top of what the caller may see, with its children."""
    return answer(customer_tree_to(await customer_tree(reads, ask.caller)))


async def customer(ask: Ask, reads: Reads) -> Answer:
    """One customer; the provider with all of its customers."""
    found = await find_customer(reads, ask.caller, _customer_id(ask))
    if found.parent_id is None:
        return await tree(ask, reads)
    return answer(customer_tree_to(CustomerTree(customer=found, children=())))


async def make_customer(ask: Ask, writes: Writes) -> Answer:
    """A customer of the provider."""
    check_role(ask.caller, Role.ADMIN, "making customers")
    made = await add_customer(writes, ask.caller, customer_name_from(ask.body), ask.now)
    return answer(customer_to(made), 201)


async def put_customer(ask: Ask, writes: Writes) -> Answer:
    """Another name for a customer."""
    id = _customer_id(ask)
    await find_customer(writes, ask.caller, id)
    check_role(ask.caller, Role.ADMIN, "changing customers")
    name = customer_name_from(ask.body)
    return answer(customer_to(await change_customer(writes, ask.caller, id, name=name, now=ask.now)))


async def delete_customer(ask: Ask, writes: Writes) -> Answer:
    """A customer that ends, unless schedules or rosters are in the way."""
    await end_customer(writes, ask.caller, _customer_id(ask), ask.now)
    return answer(1)


async def contacts(ask: Ask, reads: Reads) -> Answer | Later:
    """A page of the contacts."""
    customer = id_filter(ask.query, "customer")
    page = await list_contacts(
        reads,
        ask.caller,
        customer_id=None if customer is None else CustomerId(customer),
        is_active=boolean_filter(ask.query, "active"),
        search=search_from(ask.query),
        cut=ask.paging.cut(order_from(ask.query, CONTACT_ORDER, "id")),
    )
    return ask.listed(page, contact_to)


async def contact(ask: Ask, reads: Reads) -> Answer:
    """One contact."""
    found = await find_contact(reads, ask.caller, _contact_id(ask))
    return tagged(contact_to(found), found)


async def make_contact(ask: Ask, writes: Writes) -> Answer:
    """A contact more."""
    check_role(ask.caller, Role.ADMIN, "making contacts")
    wish = contact_wish_from(ask.body, is_whole=True)
    made = await add_contact(writes, ask.caller, wish, ask.now)
    return tagged(contact_to(made), made, status=201)


async def put_contact(ask: Ask, writes: Writes) -> Answer:
    """A contact as it shall be, whole."""
    return await _change_contact(ask, writes, is_whole=True)


async def patch_contact(ask: Ask, writes: Writes) -> Answer:
    """Some of a contact's fields."""
    return await _change_contact(ask, writes, is_whole=False)


async def delete_contact(ask: Ask, writes: Writes) -> Answer:
    """A contact switched off: the past keeps its name."""
    await _check_changeable(ask, writes)
    await deactivate_contact(writes, ask.caller, _contact_id(ask), ask.now)
    return answer(1)


async def _change_contact(ask: Ask, writes: Writes, *, is_whole: bool) -> Answer:
    await _check_changeable(ask, writes)
    wish = contact_wish_from(ask.body, is_whole=is_whole)
    changed = await change_contact(writes, ask.caller, _contact_id(ask), wish, ask.now)
    return tagged(contact_to(changed), changed)


async def _check_changeable(ask: Ask, writes: Writes) -> None:
    await lock_tagged(ask.request, writes, Contact, _contact_id(ask))
    found = await find_contact(writes, ask.caller, _contact_id(ask))
    # This API has always left contacts to admins; the domain lets managers change them too.
    check_role(ask.caller, Role.ADMIN, "changing contacts")
    ask.check_unchanged(found)


def _customer_id(ask: Ask) -> CustomerId:
    return CustomerId(id_from(ask.path["id"], "customer"))


def _contact_id(ask: Ask) -> ContactId:
    return ContactId(id_from(ask.path["id"], "contact"))


CUSTOMERS = "/api/customers/"
CUSTOMER = "/api/customers/{id:str}/"
CONTACTS = "/api/contacts/"
CONTACT = "/api/contacts/{id:str}/"

ROUTES = (
    Route(method="GET", path=CUSTOMERS, reads=tree),
    Route(method="POST", path=CUSTOMERS, writes=make_customer, role=Role.ADMIN),
    Route(method="GET", path=CUSTOMER, reads=customer),
    Route(method="PUT", path=CUSTOMER, writes=put_customer, role=Role.ADMIN),
    Route(method="DELETE", path=CUSTOMER, writes=delete_customer, role=Role.ADMIN),
    Route(method="GET", path=CONTACTS, reads=contacts),
    Route(method="POST", path=CONTACTS, writes=make_contact, role=Role.ADMIN),
    Route(method="GET", path=CONTACT, reads=contact),
    Route(method="PUT", path=CONTACT, writes=put_contact, role=Role.ADMIN),
    Route(method="PATCH", path=CONTACT, writes=patch_contact, role=Role.ADMIN),
    Route(method="DELETE", path=CONTACT, writes=delete_contact, role=Role.ADMIN),
)
