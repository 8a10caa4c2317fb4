"""What a report, a seal or an item is about."""


def target_for(member, row):
    """What a report or a seal is about, to who may see it themself."""
    model = row.target_type.model_class()
    return model._default_manager.visible_to(member).filter(pk=row.target_id).first()
