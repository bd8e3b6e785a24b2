"""OpenStack actions of Mistral on openstacksdk: `perform` makes one call."""

from mistral_airflow.openstack.calls import perform

__all__ = ["perform"]
